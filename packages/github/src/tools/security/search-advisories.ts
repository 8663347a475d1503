import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { nextAfter } from '../../answers/page.ts';
import { bodyText, lineOf } from '../../people/text.ts';
import { defined } from '../../schema/defined.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const ecosystem = z.enum([
  'actions',
  'composer',
  'erlang',
  'go',
  'maven',
  'npm',
  'nuget',
  'other',
  'pip',
  'pub',
  'rubygems',
  'rust',
  'swift',
]);

export const searchAdvisories = defineGitHubTool({
  name: 'search_advisories',
  title: 'Search security advisories',
  toolset: 'security',
  description:
    'Advisories GitHub reviewed. affects: package or package@version. With ghsaId or cveId: with its description.',
  effect: 'read',
  untrusted: ['summary', 'description'],
  input: z.object({
    ghsaId: z.string().optional(),
    cveId: z.string().optional(),
    ecosystem: ecosystem.optional(),
    severity: z.enum(['unknown', 'low', 'medium', 'high', 'critical']).optional(),
    affects: z.string().optional(),
    published: z.string().optional(),
    ...paging,
  }),
  output: z.object({
    advisories: z.array(z.looseObject({ ghsaId: z.string(), summary: z.string(), severity: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, { request }) {
    const question = ['search_advisories', asked];
    const [at = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const { ghsaId, cveId, perPage = 30, ...filters } = asked;
    const { data, headers } = await request('GET /advisories', {
      ...defined({ ...filters, ghsa_id: ghsaId, cve_id: cveId }),
      per_page: perPage,
      ...(at !== '' && { after: at }),
    });
    const whole = ghsaId !== undefined || cveId !== undefined;
    const rest = data.map((advisory) => advisoryOf(advisory, whole)).slice(Number(given));
    const advisories = fitting(rest);
    const following = nextAfter(headers);
    const cut = advisories.length < rest.length;
    const next = cut ? [at, `${Number(given) + advisories.length}`] : following && [following, '0'];
    return { advisories: [...advisories], ...(next && { nextCursor: makeCursor(question, next) }) };
  },
});

interface GivenAdvisory {
  readonly ghsa_id: string;
  readonly cve_id: string | null;
  readonly summary: string;
  readonly description: string | null;
  readonly severity: string;
  readonly published_at: string;
  readonly withdrawn_at: string | null;
  readonly vulnerabilities:
    | readonly {
        readonly package: { readonly ecosystem: string; readonly name: string | null } | null;
        readonly vulnerable_version_range: string | null;
        readonly first_patched_version: string | null;
      }[]
    | null;
}

const advisoryOf = (advisory: GivenAdvisory, whole: boolean) => ({
  ghsaId: advisory.ghsa_id,
  ...(advisory.cve_id && { cveId: advisory.cve_id }),
  summary: lineOf(advisory.summary),
  severity: advisory.severity,
  published: advisory.published_at,
  ...(advisory.withdrawn_at && { withdrawn: advisory.withdrawn_at }),
  affected: (advisory.vulnerabilities ?? []).slice(0, 20).map((one) => ({
    package: `${one.package?.ecosystem ?? 'unknown'}/${lineOf(one.package?.name)}`,
    vulnerable: one.vulnerable_version_range ?? 'unknown',
    ...(one.first_patched_version && { patched: one.first_patched_version }),
  })),
  ...(whole && { description: bodyText(advisory.description, 10_000).body }),
});
