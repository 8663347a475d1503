import { fitting, PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import { emptyTree, readCommits, resolveRevision, ShortCommit } from '../reading/commits.ts';
import { readDiff } from '../reading/diff.ts';
import { repo_path } from '../reading/fields.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Commits that are shown. */
const MAX_COMMITS = 20;
/** Half the room is for commits, half for files. */
const HALF = PAYLOAD_BYTES / 2;
/** Unrelated histories have no merge base; git says so by this status. */
const NONE = 1;

export const compare = defineGitTool({
  name: 'compare',
  title: 'Compare',
  toolset: 'read',
  description:
    'What head has that base has not: commits and files, the newest and first of them. log with exclude and diff from mergeBase give all.',
  effect: 'read',
  input: z.object({
    repo_path,
    base: z.string(),
    head: z.string().default('HEAD'),
  }),
  output: z.object({
    mergeBase: z.string().optional(),
    ahead: z.number(),
    behind: z.number(),
    commits: z.array(ShortCommit),
    files: z.array(z.object({ path: z.string(), status: z.string() })),
    totalFiles: z.number(),
  }),
  run: async ({ base, head }, repository) => {
    const from = await resolveRevision(repository, checkRevision(base, 'base'));
    const to = await resolveRevision(repository, checkRevision(head, 'head'));
    const [merge, counted, commits] = await Promise.all([
      repository.git(['merge-base', from, to], { accept: [NONE] }),
      repository.git(['rev-list', '--left-right', '--count', `${from}...${to}`, '--']),
      readCommits(repository, [to, `^${from}`], { count: MAX_COMMITS }),
    ]);
    const mergeBase = merge.stdout.toString('utf8').trim();
    const [behind = 0, ahead = 0] = counted.stdout.toString('utf8').trim().split('\t').map(Number);
    const sides = [mergeBase === '' ? emptyTree(to) : mergeBase, to];
    const how = { format: 'names', context_lines: 0, cursor: undefined } as const;
    const changes = await readDiff(repository, sides, [], how, ['compare', repository.top, from, to]);
    const { files, total } = changes;
    return {
      ...(mergeBase !== '' && { mergeBase }),
      ahead,
      behind,
      commits: [...fitting(commits, HALF)],
      files: [
        ...fitting(
          files.map(({ path, status }) => ({ path, status })),
          HALF,
        ),
      ],
      totalFiles: total,
    };
  },
});
