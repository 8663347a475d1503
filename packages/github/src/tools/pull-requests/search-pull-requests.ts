import * as z from 'zod';
import { FoundIssue, issueSearch, searchIssuesOfKind } from '../../issues/search.ts';
import { nextCursor } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const searchPullRequests = defineGitHubTool({
  name: 'search_pull_requests',
  title: 'Search pull requests',
  toolset: 'pull_requests',
  description: "Pull requests by GitHub's search syntax; is:pr is added.",
  ...issueSearch,
  output: z.object({ total: z.int(), pullRequests: z.array(FoundIssue), nextCursor }),
  async run(input, context) {
    const { items, ...rest } = await searchIssuesOfKind('pr', input, context);
    return { pullRequests: items, ...rest };
  },
});
