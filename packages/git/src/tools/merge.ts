import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { checkRevision, checkText, MAX_MESSAGE } from '../running/grammar.ts';
import { identity } from '../writing/identity.ts';
import { keep_conflicts, runSequence, sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

const ways = { auto: '--ff', only: '--ff-only', never: '--no-ff' } as const;

export const merge = defineGitTool({
  name: 'merge',
  title: 'Merge',
  toolset: 'write',
  description:
    'Merge a revision into the current branch. With conflicts nothing is changed and they are listed.',
  effect: 'write',
  input: z.object({
    repo_path,
    revision: z.string(),
    message: z.string().optional(),
    fast_forward: z.enum(['auto', 'only', 'never']).default('auto'),
    keep_conflicts,
  }),
  output: sequenceOutput,
  run: async ({ revision, message, fast_forward, keep_conflicts }, repository, { settings }) => {
    const name = checkRevision(revision);
    const commit = await resolveRevision(repository, name);
    const text = checkText(message ?? `Merge ${name}`, 'message', MAX_MESSAGE);
    return runSequence(repository, {
      command: 'merge',
      args: [
        '-q',
        '--no-stat',
        '--no-edit',
        '--no-autostash',
        '--no-overwrite-ignore',
        ways[fast_forward],
        '-m',
        text,
        commit,
      ],
      brings: { trees: [commit] },
      keep: keep_conflicts,
      env: await identity(repository, settings),
    });
  },
});
