import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { Milestone, milestoneOf } from '../../issues/milestone.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listMilestones = defineGitHubTool({
  name: 'list_milestones',
  title: 'List milestones',
  toolset: 'labels',
  description: 'Milestones of a repository, those due first; open ones.',
  effect: 'read',
  untrusted: ['title', 'description'],
  input: z.object({ owner, repo, state: z.enum(['open', 'closed', 'all']).optional(), ...paging }),
  output: z.object({ milestones: z.array(Milestone), nextCursor }),
  async run({ after, ...asked }, { request }) {
    const question = ['list_milestones', asked];
    const place = placeOf(question, after);
    const { owner, repo, state = 'open', perPage = 30 } = asked;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/milestones', {
      owner,
      repo,
      state,
      per_page: perPage,
      page: place.page,
    });
    const { items, ...next } = pageOf(data.map(milestoneOf), place, { question, more: hasNext(headers) });
    return { milestones: [...items], ...next };
  },
});
