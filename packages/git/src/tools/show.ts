import { fail, text } from '@portolan/runtime';
import * as z from 'zod';
import { Commit, emptyTree, readCommits } from '../reading/commits.ts';
import { diffOutput, readDiff } from '../reading/diff.ts';
import { cursor, format, repo_path, revision } from '../reading/fields.ts';
import { renderDiff } from '../reading/render-diff.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

const BODY_BYTES = 6_000;

export const show = defineGitTool({
  name: 'show',
  title: 'Show',
  toolset: 'read',
  description: 'One commit and what it changed from its first parent.',
  effect: 'read',
  input: z.object({ repo_path, revision, format, cursor }),
  output: z.object({ commit: Commit, ...diffOutput }),
  render: ({ commit, ...changes }) => [text(JSON.stringify(commit)), ...renderDiff(changes)],
  run: async ({ revision, cursor, format }, repository) => {
    const [commit] = await readCommits(repository, [checkRevision(revision)], {
      count: 1,
      bodyBytes: BODY_BYTES,
    });
    if (commit === undefined) fail('not_found', 'No such commit.');
    const sides = ['--end-of-options', commit.parents[0] ?? emptyTree(commit.commit), commit.commit];
    const question = ['show', repository.top, sides, format];
    return {
      commit,
      ...(await readDiff(repository, sides, [], { format, context_lines: 3, cursor }, question)),
    };
  },
});
