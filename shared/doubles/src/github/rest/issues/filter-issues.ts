import type { Call } from '../../http/call.ts';
import { Refusal } from '../../http/reply.ts';
import type { Issue } from '../../state/issue.ts';

/** The issues of a repository, pull requests among them, as the query of a list wants them. */
export function filterIssues(call: Call): readonly Issue[] {
  const { query, repo } = call;
  const state = query.get('state') ?? 'open';
  if (!['open', 'closed', 'all'].includes(state)) throw new Refusal(422, 'Validation Failed');
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean);
  const since = query.get('since');
  const found = [...repo.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => issue.labels.some((one) => one.toLowerCase() === name.toLowerCase())) &&
      (since === null || Date.parse(issue.updatedAt) >= Date.parse(since)) &&
      matchesOne(query.get('creator'), [issue.author?.login]) &&
      matchesOne(
        query.get('assignee'),
        issue.assignees.map(({ login }) => login),
      ) &&
      matchesOne(query.get('milestone'), issue.milestone === null ? [] : [String(issue.milestone)]) &&
      (query.get('mentioned') === null || (issue.body ?? '').includes(`@${query.get('mentioned')}`)),
  );
  return sorted(found, query.get('sort') ?? 'created', query.get('direction') ?? 'desc', call);
}

/** `*` is any, `none` is none. */
function matchesOne(wanted: string | null, held: readonly (string | undefined)[]): boolean {
  if (wanted === null) return true;
  if (wanted === '*') return held.length > 0;
  if (wanted === 'none') return held.length === 0;
  return held.some((one) => one?.toLowerCase() === wanted.toLowerCase());
}

function sorted(issues: readonly Issue[], sort: string, direction: string, { repo }: Call): readonly Issue[] {
  const comments = ({ number }: Issue) =>
    [...repo.comments.values()].filter(({ issueNumber }) => issueNumber === number).length;
  const rank = (issue: Issue) => {
    if (sort === 'comments') return comments(issue);
    return Date.parse(sort === 'updated' ? issue.updatedAt : issue.createdAt);
  };
  const up = issues.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number);
  return direction === 'asc' ? up : up.toReversed();
}
