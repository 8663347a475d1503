import { json, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { per } from '../../state/per.ts';
import type { World } from '../../state/world.ts';
import { cursorPage } from './cursor-page.ts';

export interface AdvisorySeed {
  readonly ghsa: string;
  readonly cve?: string | null;
  readonly summary: string;
  readonly description?: string;
  readonly severity?: 'critical' | 'high' | 'medium' | 'low';
  readonly ecosystem?: string;
  readonly package: string;
  readonly range?: string;
  readonly fixedIn?: string | null;
}

/** The advisories of the whole of GitHub. */
export const advisoriesOf = per((_world: World) => new Map<string, AdvisorySeed>());

const advisoryJson = (base: string, one: AdvisorySeed) => ({
  ghsa_id: one.ghsa,
  cve_id: one.cve ?? null,
  url: `${base}/advisories/${one.ghsa}`,
  html_url: `https://github.com/advisories/${one.ghsa}`,
  repository_advisory_url: null,
  summary: one.summary,
  description: one.description ?? one.summary,
  type: 'reviewed',
  severity: one.severity ?? 'high',
  source_code_location: null,
  identifiers: [{ type: 'GHSA', value: one.ghsa }, ...(one.cve ? [{ type: 'CVE', value: one.cve }] : [])],
  references: [`https://github.com/advisories/${one.ghsa}`],
  published_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  github_reviewed_at: '2026-01-01T00:00:00Z',
  nvd_published_at: null,
  withdrawn_at: null,
  vulnerabilities: [
    {
      package: { ecosystem: one.ecosystem ?? 'npm', name: one.package },
      vulnerable_version_range: one.range ?? '< 2.0.0',
      first_patched_version: one.fixedIn === undefined ? '2.0.0' : one.fixedIn,
      vulnerable_functions: [],
    },
  ],
  cvss: { vector_string: null, score: 7.5 },
  cwes: [{ cwe_id: 'CWE-79', name: 'Cross-site scripting' }],
  credits: [],
});

export const advisoryRoutes: readonly Route[] = [
  route('GET /advisories', (call) => {
    const { query } = call;
    const affects = query
      .get('affects')
      ?.split(',')
      .map((one) => one.split('@')[0]);
    const found = [...advisoriesOf(call.world).values()].filter(
      (one) =>
        (query.get('ghsa_id') ?? one.ghsa) === one.ghsa &&
        (query.get('cve_id') ?? one.cve) === one.cve &&
        (query.get('ecosystem') ?? one.ecosystem ?? 'npm') === (one.ecosystem ?? 'npm') &&
        (query.get('severity') ?? one.severity ?? 'high') === (one.severity ?? 'high') &&
        (affects === undefined || affects.includes(one.package)),
    );
    return cursorPage(call, found, (one) => advisoryJson(call.base, one));
  }),
  route('GET /advisories/{ghsa_id}', (call) => {
    const advisory = advisoriesOf(call.world).get(call.param('ghsa_id'));
    if (!advisory) throw notFound();
    return json(advisoryJson(call.base, advisory));
  }),
];
