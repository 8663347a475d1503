import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { Commit, readCommits } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { identity } from '../writing/identity.ts';
import { stagedFiles } from '../writing/staged.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Longest commit message, characters. */
const MAX_MESSAGE = 65_536;

export const commit = defineGitTool({
  name: 'commit',
  title: 'Commit',
  toolset: 'write',
  description: 'Commit what is staged. Hooks run only where the operator allows them; nothing is signed.',
  effect: 'write',
  input: z.object({
    repo_path,
    message: z.string().min(1).max(MAX_MESSAGE),
    allow_empty: z.boolean().default(false),
  }),
  output: z.object({ commit: Commit, files: z.number() }),
  run: async ({ message, allow_empty }, repository, { settings }) => {
    if (message.includes('\0') || message.trim() === '') {
      fail('invalid_arguments', 'message is empty or holds a NUL character.');
    }
    await guardWorkTree(repository);
    const files = (await stagedFiles(repository)).length;
    const merging = repository.bare
      ? undefined
      : await repository.git(['rev-parse', '-q', '--verify', 'MERGE_HEAD'], { accept: [1] });
    if (files === 0 && !allow_empty && merging?.code !== 0) {
      fail('conflict', 'Nothing is staged, so there is nothing to commit.', {
        next: 'Stage files with add first.',
      });
    }
    await repository.git(
      [
        'commit',
        '-q',
        '--cleanup=whitespace',
        '--no-gpg-sign',
        '--no-status',
        ...(allow_empty ? ['--allow-empty'] : []),
        '-F',
        '-',
      ],
      { writes: true, input: message, env: await identity(repository, settings) },
    );
    const [made] = await readCommits(repository, ['HEAD'], { count: 1 });
    return { commit: made ?? fail('internal', 'The commit is not there.'), files };
  },
});
