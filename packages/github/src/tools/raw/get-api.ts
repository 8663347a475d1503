import { compileGlob, fail } from '@portolan/runtime';
import { boundText, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const maxTextBytes = 48 * 1024;
const queryName = z.string().refine((name) => /^[\w.[\]-]{1,100}$/.test(name), 'is not a name of a query');

export const getApi = defineGitHubTool({
  name: 'get_api',
  title: 'Get a path of the API',
  toolset: 'raw',
  description: 'GET on a path of the REST API that the operator allows, as /repos/{owner}/{repo}/topics.',
  effect: 'read',
  input: z.object({
    path: z.string().min(2).max(1_000),
    query: z.record(queryName, z.string()).optional(),
  }),
  output: z.object({ status: z.int(), text: z.string(), omitted: z.int().optional() }),
  untrusted: ['text'],
  constrained: ({ path }) => ({ repo: repositoryIn(path) }),
  async run({ path, query }, context) {
    demandAllowed(path, context);
    const answer = await context.with({ maxBytes: 1024 * 1024 }).get({
      path,
      accept: 'application/vnd.github+json',
      ...(query && { query }),
    });
    const { text, omitted } = boundText(showHidden(answer.text()), maxTextBytes);
    return { status: answer.status, text, ...(omitted > 0 && { omitted }) };
  },
});

/** @throws ToolError `forbidden`, `invalid_arguments` */
function demandAllowed(path: string, { settings, lockdown }: ToolContext): void {
  // Whatever could be read in another way than it is matched is no path here.
  if (!/^(\/[\w.:@~-]+)+$/.test(path) || /\/\.{1,2}(\/|$)/.test(path)) {
    fail('invalid_arguments', 'The path is not one of plain segments, without a query.');
  }
  if (lockdown.on) {
    fail('forbidden', 'In lockdown nobody can tell who wrote what an arbitrary path answers.', {
      next: 'Use a tool made for it.',
    });
  }
  if (settings.rawPaths.some((pattern) => compileGlob(pattern)(path))) return;
  fail('forbidden', 'The operator does not allow this path.', {
    next: 'Use another tool, or ask the operator to add it to --raw-paths.',
  });
}

function repositoryIn(path: string): readonly string[] {
  const [, owner, repo] = /^\/repos\/([^/]+)\/([^/]+)(?:\/|$)/.exec(path) ?? [];
  return owner === undefined ? [] : [`${owner}/${repo}`.toLowerCase()];
}
