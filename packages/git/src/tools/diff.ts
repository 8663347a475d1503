import * as z from 'zod';
import { diffOutput, readDiff } from '../reading/diff.ts';
import { context_lines, cursor, format, paths, repo_path } from '../reading/fields.ts';
import { renderDiff } from '../reading/render-diff.ts';
import { checkPaths, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const diff = defineGitTool({
  name: 'diff',
  title: 'Diff',
  toolset: 'read',
  description:
    'Changes of the work tree against the index or the target; from base to target; staged: of the index. Binary files have no counts.',
  effect: 'read',
  input: z.object({
    repo_path,
    target: z.string().optional(),
    base: z.string().optional(),
    staged: z.boolean().default(false),
    paths,
    format,
    context_lines,
    cursor,
  }),
  output: z.object(diffOutput),
  render: renderDiff,
  run: async ({ target, base, staged, paths, cursor, ...how }, repository) => {
    const revisions = [base, target].flatMap((revision, index) =>
      revision === undefined ? [] : [checkRevision(revision, index === 0 ? 'base' : 'target')],
    );
    const sides = [...(staged ? ['--cached'] : []), '--end-of-options', ...revisions];
    const named = checkPaths(repository.top, paths);
    const question = ['diff', repository.top, sides, named, how];
    return readDiff(repository, sides, named, { ...how, cursor }, question);
  },
});
