import { canSee } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { invalid } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { issueJson } from '../../render/issue.ts';
import { repoUrl } from '../../render/repository.ts';
import type { Issue } from '../../state/issue.ts';
import { fullNameOf, type Repo } from '../../state/repository.ts';
import { queryText, searchAnswer, textMatch, wantsMatches } from './answer.ts';
import { hasAll, inRange, matches, parseQuery, type Query, same } from './query.ts';

interface Found {
  readonly repo: Repo;
  readonly issue: Issue;
}

const is =
  ({ repo, issue }: Found) =>
  (value: string): boolean => {
    const pull = repo.pulls.get(issue.number);
    const kinds: Readonly<Record<string, boolean>> = {
      issue: pull === undefined,
      pr: pull !== undefined,
      'pull-request': pull !== undefined,
      open: issue.state === 'open',
      closed: issue.state === 'closed',
      merged: pull?.mergedAt != null,
      unmerged: pull !== undefined && pull.mergedAt === null,
      draft: pull?.draft === true,
      public: !repo.private,
      private: repo.private,
      locked: issue.locked,
    };
    return kinds[value.toLowerCase()] ?? true;
  };

function testsOf(call: Call, found: Found) {
  const { repo, issue } = found;
  const who = (value: string) => (value === '@me' ? call.user.login : value);
  const comments = () => [...repo.comments.values()].filter((one) => one.issueNumber === issue.number);
  return {
    repo: (value: string) => same(fullNameOf(repo), value),
    user: (value: string) => same(repo.owner.login, who(value)),
    org: (value: string) => same(repo.owner.login, value),
    is: is(found),
    type: is(found),
    state: (value: string) => issue.state === value,
    author: (value: string) => same(issue.author?.login, who(value)),
    assignee: (value: string) => issue.assignees.some(({ login }) => same(login, who(value))),
    commenter: (value: string) => comments().some(({ author }) => same(author?.login, who(value))),
    mentions: (value: string) => (issue.body ?? '').includes(`@${who(value)}`),
    label: (value: string) => value.split(',').some((name) => issue.labels.some((one) => same(one, name))),
    milestone: (value: string) =>
      issue.milestone !== null && same(repo.milestones.get(issue.milestone)?.title, value),
    no: (value: string) => ({ label: issue.labels, assignee: issue.assignees })[value]?.length === 0,
    head: (value: string) => repo.pulls.get(issue.number)?.head === value,
    base: (value: string) => repo.pulls.get(issue.number)?.base === value,
    draft: (value: string) => String(repo.pulls.get(issue.number)?.draft ?? false) === value,
    'review-requested': (value: string) =>
      repo.pulls.get(issue.number)?.requestedReviewers.some(({ login }) => same(login, who(value))) === true,
    created: (value: string) => inRange(issue.createdAt, value),
    updated: (value: string) => inRange(issue.updatedAt, value),
    closed: (value: string) => issue.closedAt !== null && inRange(issue.closedAt, value),
  };
}

function textOf({ repo, issue }: Found, { qualifiers }: Query): string {
  const places = qualifiers.filter(({ name }) => name === 'in').flatMap(({ value }) => value.split(','));
  const where = places.length > 0 ? places : ['title', 'body', 'comments'];
  const comments = [...repo.comments.values()].filter(({ issueNumber }) => issueNumber === issue.number);
  const all: Readonly<Record<string, string>> = {
    title: issue.title,
    body: issue.body ?? '',
    comments: comments.map(({ body }) => body).join('\n'),
  };
  return where.map((one) => all[one] ?? '').join('\n');
}

/** A search of one repository that is not there is refused, not empty. */
function checkRepos(call: Call, { qualifiers }: Query): void {
  for (const { name, value } of qualifiers) {
    if (name !== 'repo') continue;
    const [owner = '', repo = ''] = value.split('/');
    const found = call.world.findRepo(owner, repo);
    if (found && canSee(found, call.credential)) continue;
    const message =
      'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.';
    throw invalid({ resource: 'Search', field: 'q', code: 'invalid', message });
  }
}

function sorted(call: Call, found: readonly Found[]): readonly Found[] {
  const sort = call.query.get('sort');
  const at = ({ issue, repo }: Found) => {
    if (sort === 'comments')
      return [...repo.comments.values()].filter((one) => one.issueNumber === issue.number).length;
    return Date.parse(sort === 'updated' ? issue.updatedAt : issue.createdAt);
  };
  const up = found.toSorted((a, b) => at(a) - at(b) || a.issue.id - b.issue.id);
  return call.query.get('order') === 'asc' ? up : up.toReversed();
}

export const issueSearchRoutes: readonly Route[] = [
  route(
    'GET /search/issues',
    (call) => {
      const query = parseQuery(queryText(call));
      checkRepos(call, query);
      const visible = call.world.repos().filter((repo) => canSee(repo, call.credential));
      const all = visible.flatMap((repo) => [...repo.issues.values()].map((issue) => ({ repo, issue })));
      const found = all.filter(
        (one) => matches(query, testsOf(call, one)) && hasAll(textOf(one, query), query.words),
      );
      return searchAnswer(
        call,
        sorted(call, found),
        ({ repo, issue }) => {
          const url = `${repoUrl(call, repo)}/issues/${issue.number}`;
          const match = textMatch(url, 'Issue', 'body', issue.body ?? '', query.words);
          return {
            ...issueJson(call, repo, issue),
            score: 1,
            ...(wantsMatches(call) && { text_matches: match ? [match] : [] }),
          };
        },
        { search_type: 'lexical' },
      );
    },
    { bucket: 'search' },
  ),
];
