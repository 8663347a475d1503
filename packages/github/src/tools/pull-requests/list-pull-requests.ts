import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { authorOf } from '../../people/author.ts';
import { PullRow, pullRow } from '../../pulls/pull-row.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listPullRequests = defineGitHubTool({
  name: 'list_pull_requests',
  title: 'List pull requests',
  toolset: 'pull_requests',
  description: 'Open pull requests, newest first. head: owner:branch.',
  effect: 'read',
  untrusted: ['title', 'head', 'labels'],
  input: z.object({
    owner,
    repo,
    state: z.enum(['open', 'closed', 'all']).optional(),
    head: z.string().optional(),
    base: z.string().optional(),
    sort: z.enum(['created', 'updated', 'popularity', 'long-running']).optional(),
    direction: z.enum(['asc', 'desc']).optional(),
    ...paging,
  }),
  output: z.object({ pullRequests: z.array(PullRow), nextCursor }),
  async run({ after, ...asked }, context) {
    const { perPage, ...filters } = asked;
    const question = ['list_pull_requests', asked];
    const place = placeOf(question, after);
    const { data, headers } = await context.request('GET /repos/{owner}/{repo}/pulls', {
      ...defined(filters),
      per_page: perPage ?? 30,
      page: place.page,
    });
    const own = await context.lockdown.shown(context, asked, data, authorOf);
    // The name of a branch is its owner's, whoever asks to pull it.
    const shown = await context.lockdown.shown(context, asked, own, (pull) =>
      authorOf(pull.head.repo?.full_name === pull.base.repo.full_name ? pull : pull.head),
    );
    const { items, ...next } = pageOf(shown.map(pullRow), place, { question, more: hasNext(headers) });
    return { pullRequests: [...items], ...next };
  },
});
