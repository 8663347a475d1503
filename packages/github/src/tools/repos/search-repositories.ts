import * as z from 'zod';
import { demandNarrow, permitted, repositoriesIn } from '../../repository/search-scope.ts';
import { RepositorySummary, repositorySummary } from '../../repository/summary.ts';
import { text } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const searchRepositories = defineGitHubTool({
  name: 'search_repositories',
  title: 'Search repositories',
  toolset: 'repos',
  description: "Find repositories, in GitHub's search syntax.",
  effect: 'read',
  input: z.object({
    query: text(1, 256),
    sort: z.enum(['stars', 'forks', 'updated']).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    ...paging,
  }),
  output: z.object({ total_count: z.int(), items: z.array(RepositorySummary), nextCursor }),
  untrusted: ['description', 'topics'],
  constrained: ({ query }) => ({ repo: repositoriesIn(query) }),
  async run(input, context) {
    demandNarrow(input.query, context);
    const page = pageOf(input);
    const { query: q, sort, order } = input;
    const { data, headers } = await context.request('GET /search/repositories', {
      q,
      ...(sort && { sort }),
      ...(order && { order }),
      ...page.query,
    });
    return {
      total_count: data.total_count,
      items: permitted(data.items, ({ full_name }) => full_name, context).map(repositorySummary),
      ...(data.incomplete_results && { incomplete_results: true }),
      ...page.next(headers),
    };
  },
});
