import { definePrompt } from '@portolan/runtime';
import * as z from 'zod';
import { readCommits } from '../reading/commits.ts';
import { checkPath } from '../running/grammar.ts';
import type { Context } from '../services.ts';
import { ask, CAUTION, completeRepository } from './revision-prompt.ts';

export const explainHistory = definePrompt({
  name: 'explain_history',
  title: 'Explain a history',
  description: 'Explain how a file or folder came to be what it is.',
  needs: ['log'],
  input: z.object({
    path: z.string().describe('From the top of the repository'),
    repo_path: z.string().optional().describe('The repository, where several are served'),
  }),
  complete: { repo_path: completeRepository },
  run: async ({ path, repo_path }, context: Context) => {
    const repository = await context.repository(repo_path, context);
    const name = checkPath(repository.top, path) || '.';
    const commits = await readCommits(repository, ['HEAD'], { count: 60, bodyBytes: 200, paths: [name] });
    return ask(
      `Explain how ${JSON.stringify(name)} came to be what it is: the turning points, and why they were made. Look at single commits with show, at lines with blame.`,
      CAUTION,
      '',
      ...commits.map(({ commit, date, author, subject, body }) =>
        JSON.stringify({ commit: commit.slice(0, 12), date, author, subject, body }),
      ),
    );
  },
});
