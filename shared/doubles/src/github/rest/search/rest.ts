import { canSee } from '../../access/open-repository.ts';
import type { Commit } from '../../git/commit.ts';
import type { Call } from '../../http/call.ts';
import { type Route, route } from '../../http/route.ts';
import { commitJson } from '../../render/commit.ts';
import { minimalRepoJson, repoJson } from '../../render/repository.ts';
import { userJson } from '../../render/user.ts';
import { fullNameOf, type Repo } from '../../state/repository.ts';
import { isBy } from '../repos/commits.ts';
import { queryText, searchAnswer } from './answer.ts';
import { hasAll, inRange, matches, parseQuery, type Query, same } from './query.ts';

const visible = (call: Call) => call.world.repos().filter((repo) => canSee(repo, call.credential));

const starsOf = ({ world }: Call, { id }: Repo) =>
  world.accounts().filter(({ stars }) => stars.has(id)).length;

/** `10`, `>10`, `10..20`. */
function inNumbers(value: number, range: string): boolean {
  const [from, to] = range.split('..');
  if (to !== undefined) return value >= Number(from) && value <= Number(to === '*' ? Infinity : to);
  const [, operator = '', limit = ''] = /^([<>]=?)?(\d+)$/.exec(range) ?? [];
  const bound = Number(limit);
  const tests: Readonly<Record<string, boolean>> = {
    '>': value > bound,
    '>=': value >= bound,
    '<': value < bound,
    '<=': value <= bound,
  };
  return tests[operator] ?? value === bound;
}

function isRepo(call: Call, repo: Repo, query: Query): boolean {
  const owned = (value: string) => same(repo.owner.login, value === '@me' ? call.user.login : value);
  const flags: Readonly<Record<string, boolean>> = { public: !repo.private, private: repo.private };
  return (
    matches(query, {
      user: owned,
      org: owned,
      repo: (value) => same(fullNameOf(repo), value),
      language: (value) => same(repo.language, value),
      topic: (value) => repo.topics.includes(value),
      archived: (value) => String(repo.archived) === value,
      is: (value) => flags[value] ?? true,
      stars: (value) => inNumbers(starsOf(call, repo), value),
      created: (value) => inRange(repo.createdAt, value),
      pushed: (value) => inRange(repo.pushedAt, value),
    }) && hasAll(`${repo.name} ${repo.description ?? ''} ${repo.topics.join(' ')}`, query.words)
  );
}

interface FoundCommit {
  readonly repo: Repo;
  readonly commit: Commit;
}

function commitsOf(call: Call, query: Query): readonly FoundCommit[] {
  const repos = visible(call).filter((repo) =>
    matches(query, {
      repo: (value) => same(fullNameOf(repo), value),
      user: (value) => same(repo.owner.login, value),
      org: (value) => same(repo.owner.login, value),
    }),
  );
  return repos.flatMap((repo) => {
    const head = repo.git.resolve(repo.defaultBranch);
    const commits = head === undefined ? [] : repo.git.log([head]);
    return commits
      .filter(
        (commit) =>
          matches(query, {
            author: (value) => isBy(call.world, commit.author.email, value),
            'author-email': (value) => same(commit.author.email, value),
            hash: (value) => commit.sha.startsWith(value),
            'author-date': (value) => inRange(commit.author.date, value),
          }) && hasAll(commit.message, query.words),
      )
      .map((commit) => ({ repo, commit }));
  });
}

export const otherSearchRoutes: readonly Route[] = [
  route(
    'GET /search/repositories',
    (call) => {
      const query = parseQuery(queryText(call));
      const found = visible(call).filter((repo) => isRepo(call, repo, query));
      const up = found.toSorted((a, b) => starsOf(call, a) - starsOf(call, b) || b.id - a.id);
      return searchAnswer(call, call.query.get('order') === 'asc' ? up : up.toReversed(), (repo) => ({
        ...repoJson(call, repo),
        score: 1,
      }));
    },
    { bucket: 'search' },
  ),
  route(
    'GET /search/users',
    (call) => {
      const query = parseQuery(queryText(call));
      const found = call.world.accounts().filter(
        (one) =>
          matches(query, {
            type: (value) => one.type === (value === 'org' ? 'Organization' : 'User'),
            user: (value) => same(one.login, value),
            location: (value) => same(one.location, value),
          }) && hasAll(`${one.login} ${one.name ?? ''} ${one.email ?? ''}`, query.words),
      );
      return searchAnswer(call, found, (one) => ({ ...userJson(call, one), score: 1 }));
    },
    { bucket: 'search' },
  ),
  route(
    'GET /search/commits',
    (call) =>
      searchAnswer(call, commitsOf(call, parseQuery(queryText(call))), ({ repo, commit }) => ({
        ...commitJson(call, repo, commit),
        committer: commit.committer,
        repository: minimalRepoJson(call, repo),
        score: 1,
      })),
    { bucket: 'search' },
  ),
];
