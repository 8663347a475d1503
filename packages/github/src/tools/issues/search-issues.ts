import * as z from 'zod';
import { FoundIssue, issueSearch, searchIssuesOfKind } from '../../issues/search.ts';
import { nextCursor } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const searchIssues = defineGitHubTool({
  name: 'search_issues',
  title: 'Search issues',
  toolset: 'issues',
  description: "Issues by GitHub's search syntax; is:issue is added.",
  ...issueSearch,
  output: z.object({ total: z.int(), issues: z.array(FoundIssue), nextCursor }),
  async run(input, context) {
    const { items, ...rest } = await searchIssuesOfKind('issue', input, context);
    return { issues: items, ...rest };
  },
});
