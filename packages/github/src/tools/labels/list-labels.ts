import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { lineOf } from '../../people/text.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listLabels = defineGitHubTool({
  name: 'list_labels',
  title: 'List labels',
  toolset: 'labels',
  description: 'Labels of a repository.',
  effect: 'read',
  untrusted: ['name', 'description'],
  input: z.object({ owner, repo, ...paging }),
  output: z.object({
    labels: z.array(z.looseObject({ name: z.string(), color: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, { request }) {
    const question = ['list_labels', asked];
    const place = placeOf(question, after);
    const { owner, repo, perPage = 100 } = asked;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/labels', {
      owner,
      repo,
      per_page: perPage,
      page: place.page,
    });
    const labels = data.map(({ name, color, description }) => ({
      name: lineOf(name),
      color,
      ...(description && { description: lineOf(description) }),
    }));
    const { items, ...next } = pageOf(labels, place, { question, more: hasNext(headers) });
    return { labels: [...items], ...next };
  },
});
