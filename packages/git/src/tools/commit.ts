import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { Commit, readCommits, resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { operationOf } from '../reading/status.ts';
import { MAX_MESSAGE } from '../running/grammar.ts';
import { keepCommit, withBackup } from '../writing/backup.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { identity } from '../writing/identity.ts';
import { stagedFiles } from '../writing/staged.ts';
import { defineGitTool } from './define-git-tool.ts';

export const commit = defineGitTool({
  name: 'commit',
  title: 'Commit',
  toolset: 'write',
  description:
    'Commit what is staged; with amend in place of the last commit, which stays under the backup ref. Hooks run only where the operator allows them; nothing is signed.',
  effect: 'write',
  input: z.object({
    repo_path,
    message: z
      .string()
      .min(1)
      .max(MAX_MESSAGE)
      .optional()
      .describe('May be left out to keep that of an amended commit'),
    allow_empty: z.boolean().default(false),
    amend: z.boolean().default(false),
  }),
  output: z.object({ commit: Commit, files: z.number(), backup: z.string().optional() }),
  run: async ({ message, allow_empty, amend }, repository, { settings }) => {
    checkMessage(message, amend);
    await guardWorkTree(repository, []);
    const staged = await stagedFiles(repository);
    demandPermitted(repository, staged);
    const files = staged.length;
    const operation = operationOf(repository.gitDir);
    if (amend && operation !== undefined) {
      fail('conflict', `A ${operation} is in progress, so no commit is amended.`, { next: 'End it first.' });
    }
    if (files === 0 && !allow_empty && !amend && operation !== 'merge') {
      fail('conflict', 'Nothing is staged, so there is nothing to commit.', {
        next: 'Stage files with add first.',
      });
    }
    const backup = amend
      ? await keepCommit(repository, 'amend', await resolveRevision(repository, 'HEAD'))
      : undefined;
    const author = await identity(repository, settings);
    const how = [
      ...(allow_empty ? ['--allow-empty'] : []),
      ...(amend ? ['--amend'] : []),
      ...(message === undefined ? ['--no-edit'] : ['-F', '-']),
    ];
    await withBackup(repository, backup, () =>
      repository.git(['commit', '-q', '--cleanup=whitespace', '--no-gpg-sign', '--no-status', ...how], {
        writes: true,
        ...(message !== undefined && { input: message }),
        env: amend ? committerOf(author) : author,
      }),
    );
    const [made] = await readCommits(repository, ['HEAD'], { count: 1 });
    return {
      commit: made ?? fail('internal', 'The commit is not there.'),
      files,
      ...(backup !== undefined && { backup }),
    };
  },
});

function checkMessage(message: string | undefined, amend: boolean): void {
  if (message === undefined && !amend)
    fail('invalid_arguments', 'message is needed unless amend keeps the old one.');
  if (message !== undefined && (message.includes('\0') || message.trim() === '')) {
    fail('invalid_arguments', 'message is empty or holds a NUL character.');
  }
}

/** Who wrote an amended commit stays its author. */
const committerOf = (env: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('GIT_COMMITTER_')));
