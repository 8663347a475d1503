import { definePrompt, fail } from '@portolan/runtime';
import * as z from 'zod';
import { readCommits } from '../reading/commits.ts';
import { readDiff } from '../reading/diff.ts';
import type { Context } from '../services.ts';
import { ask, CAUTION, completeRepository } from './revision-prompt.ts';

export const writeCommitMessage = definePrompt({
  name: 'write_commit_message',
  title: 'Write a commit message',
  description: 'A message for what is staged, in the manner of the last commits.',
  needs: ['diff', 'log'],
  input: z.object({ repo_path: z.string().optional().describe('The repository, where several are served') }),
  complete: { repo_path: completeRepository },
  run: async ({ repo_path }, context: Context) => {
    const repository = await context.repository(repo_path, context);
    const { files, patch } = await readDiff(
      repository,
      ['--cached'],
      [],
      { format: 'patch', context_lines: 3 },
      'prompt',
    );
    if (files.length === 0) fail('not_found', 'Nothing is staged.', { next: 'Stage files with add first.' });
    const { code } = await repository.git(['rev-parse', '-q', '--verify', 'HEAD'], { accept: [1] });
    const last = code === 0 ? await readCommits(repository, ['HEAD'], { count: 10 }) : [];
    return ask(
      'Write a commit message for the staged changes: a subject of at most 72 characters in the manner of the last ones, then why, if that is not plain.',
      CAUTION,
      '',
      'Last subjects:',
      ...last.map(({ subject }) => JSON.stringify(subject)),
      '',
      patch ?? '',
    );
  },
});
