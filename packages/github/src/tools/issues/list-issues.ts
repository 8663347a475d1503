import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { names } from '../../issues/fields.ts';
import { IssueRow, issueRow } from '../../issues/issue-row.ts';
import { authorOf } from '../../people/author.ts';
import { defined } from '../../schema/defined.ts';
import { login, owner, repo, time } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** A repository with many pull requests has few issues on a page; so many are looked through for one answer. */
const MOST_PAGES = 5;

export const listIssues = defineGitHubTool({
  name: 'list_issues',
  title: 'List issues',
  toolset: 'issues',
  description: 'Issues of a repository, without pull requests; open ones, newest first.',
  effect: 'read',
  untrusted: ['title', 'labels', 'milestone'],
  input: z.object({
    owner,
    repo,
    state: z.enum(['OPEN', 'CLOSED', 'ALL']).optional(),
    labels: names.optional(),
    assignee: z.string().optional(),
    creator: login.optional(),
    milestone: z.string().optional(),
    since: time.optional(),
    orderBy: z.enum(['CREATED_AT', 'UPDATED_AT', 'COMMENTS']).optional(),
    direction: z.enum(['ASC', 'DESC']).optional(),
    ...paging,
  }),
  output: z.object({ issues: z.array(IssueRow), nextCursor }),
  async run({ after, ...asked }, context) {
    const { labels, state = 'OPEN', orderBy, direction, perPage, ...filters } = asked;
    const question = ['list_issues', asked];
    let place = placeOf(question, after);
    for (let pages = 1; ; pages += 1) {
      const { data, headers } = await context.request('GET /repos/{owner}/{repo}/issues', {
        ...defined(filters),
        state: states[state],
        sort: sorts[orderBy ?? 'CREATED_AT'],
        direction: directions[direction ?? 'DESC'],
        ...(labels && { labels: labels.join(',') }),
        per_page: perPage ?? 30,
        page: place.page,
      });
      const issues = data.filter((issue) => issue.pull_request === undefined);
      const shown = await context.lockdown.shown(context, asked, issues, authorOf);
      const more = hasNext(headers);
      const { items, ...next } = pageOf(shown.map(issueRow), place, { question, more });
      if (items.length > 0 || !more || pages === MOST_PAGES) return { issues: [...items], ...next };
      place = { page: place.page + 1, skip: 0 };
    }
  },
});

const states = { OPEN: 'open', CLOSED: 'closed', ALL: 'all' } as const;
const sorts = { CREATED_AT: 'created', UPDATED_AT: 'updated', COMMENTS: 'comments' } as const;
const directions = { ASC: 'asc', DESC: 'desc' } as const;
