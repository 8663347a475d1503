import { definePrompt, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { readCommits, resolveRevision } from '../reading/commits.ts';
import { checkRevision } from '../running/grammar.ts';
import type { Context } from '../services.ts';
import { ask, CAUTION, completeRepository, completeRevision } from './revision-prompt.ts';

export const releaseNotes = definePrompt({
  name: 'release_notes',
  title: 'Release notes',
  description: 'Notes for users on what changed between two revisions.',
  needs: ['log'],
  input: z.object({
    from: z.string().describe('The last release: a tag or commit'),
    to: z.string().optional().describe('HEAD by default'),
    repo_path: z.string().optional().describe('The repository, where several are served'),
  }),
  complete: { from: completeRevision, to: completeRevision, repo_path: completeRepository },
  run: async ({ from, to = 'HEAD', repo_path }, context: Context) => {
    const repository = await context.repository(repo_path, context);
    const start = await resolveRevision(repository, checkRevision(from, 'from'));
    const end = await resolveRevision(repository, checkRevision(to, 'to'));
    const commits = await readCommits(repository, [end, `^${start}`], {
      count: 500,
      bodyBytes: 400,
      filters: ['--no-merges'],
    });
    const shown = fitting(
      commits.map(({ commit, subject, body }) => ({ commit: commit.slice(0, 12), subject, body })),
    );
    return ask(
      `Write release notes for users: what is new, what is mended, what they must change. From ${JSON.stringify(from)} to ${JSON.stringify(to)}; leave out what they cannot notice.`,
      shown.length < commits.length
        ? `Only the newest ${shown.length} commits are below; log has the others.`
        : '',
      CAUTION,
      '',
      ...shown.map((commit) => JSON.stringify(commit)),
    );
  },
});
