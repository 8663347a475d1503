import * as z from 'zod';
import { nameOf } from '../../people/text.ts';
import { defaultBranch } from '../../repository/default-branch.ts';
import { owner, ref, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getRules = defineGitHubTool({
  name: 'get_rules',
  title: 'Get the rules of a branch',
  toolset: 'repos_more',
  description:
    'What rulesets demand of a branch (the default one unless told), and whether classic protection is on.',
  effect: 'read',
  input: z.object({ owner, repo, branch: ref.optional(), ...paging }),
  output: z.object({
    branch: z.string(),
    protected: z.boolean(),
    rules: z.array(z.looseObject({ type: z.string() })),
    nextCursor,
  }),
  untrusted: ['parameters'],
  async run(input, context) {
    const page = pageOf(input);
    const { owner, repo } = input;
    const branch = input.branch ?? (await defaultBranch(context, input));
    const place = { owner, repo, branch };
    const { data: state } = await context.request('GET /repos/{owner}/{repo}/branches/{branch}', place);
    const { data, headers } = await context.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
      ...place,
      ...page.query,
    });
    return {
      branch,
      protected: state.protected,
      rules: data.map((rule) => ({
        type: rule.type,
        ...('parameters' in rule && rule.parameters && { parameters: shown(rule.parameters) }),
        source: rule.ruleset_source,
      })),
      ...page.next(headers),
    };
  },
});

/** Names of branches, checks and files, and expressions for them: what is hidden in them is written out. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return nameOf(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shown(part)]));
}
