import { definePrompt } from '@portolan/runtime';
import * as z from 'zod';
import { emptyTree, resolveRevision } from '../reading/commits.ts';
import { readDiff } from '../reading/diff.ts';
import { checkRevision } from '../running/grammar.ts';
import type { Context } from '../services.ts';
import { ask, CAUTION, completeRepository, completeRevision } from './revision-prompt.ts';

export const reviewDiff = definePrompt({
  name: 'review_diff',
  title: 'Review a difference',
  description: 'Review what a branch has that its base has not.',
  needs: ['diff'],
  input: z.object({
    base: z.string().describe('Branch, tag or commit it is compared to'),
    head: z.string().optional().describe('HEAD by default'),
    repo_path: z.string().optional().describe('The repository, where several are served'),
  }),
  complete: { base: completeRevision, head: completeRevision, repo_path: completeRepository },
  run: async ({ base, head = 'HEAD', repo_path }, context: Context) => {
    const repository = await context.repository(repo_path, context);
    const from = await resolveRevision(repository, checkRevision(base, 'base'));
    const to = await resolveRevision(repository, checkRevision(head, 'head'));
    const { stdout } = await repository.git(['merge-base', from, to], { accept: [1] });
    const mergeBase = stdout.toString('utf8').trim() || emptyTree(to);
    const { files, total, patch } = await readDiff(
      repository,
      [mergeBase, to],
      [],
      { format: 'patch', context_lines: 5 },
      'prompt',
    );
    return ask(
      `Review the ${total} files that ${JSON.stringify(head)} changes from ${JSON.stringify(base)}. For each say what it does now, what could be wrong, and what is not tested.`,
      files.length < total
        ? `Only ${files.length} are below: get the others with diff from ${mergeBase} to ${to}.`
        : '',
      CAUTION,
      '',
      patch ?? '',
    );
  },
});
