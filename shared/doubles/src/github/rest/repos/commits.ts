import type { Commit } from '../../git/commit.ts';
import { diffText, EMPTY_TREE } from '../../git/diff.ts';
import type { Call } from '../../http/call.ts';
import { paged, pageOf } from '../../http/paging.ts';
import { bytes, json, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { changesOf, commitJson, fileJson, statsOf } from '../../render/commit.ts';
import type { World } from '../../state/world.ts';
import { checkEmpty } from '../git/empty.ts';

/** A commit shows this many files in all, in pages of 300. */
const MAX_FILES = 3000;

/** Whether a commit is by somebody, given as a login or an address. */
export function isBy(world: World, email: string, wanted: string | null): boolean {
  if (wanted === null) return true;
  if (wanted.includes('@')) return email.toLowerCase() === wanted.toLowerCase();
  return world.accountByEmail(email)?.login.toLowerCase() === wanted.toLowerCase();
}

function listCommits(call: Call): Reply {
  const { git, defaultBranch } = call.repo;
  checkEmpty(call.repo);
  const from = git.resolve(call.query.get('sha') ?? defaultBranch);
  if (from === undefined) throw new Refusal(404, 'Not Found');
  const { query } = call;
  const since = query.get('since');
  const until = query.get('until');
  const path = query.get('path');
  const commits = git.log([
    ...(since === null ? [] : [`--since=${since}`]),
    ...(until === null ? [] : [`--until=${until}`]),
    from,
    '--',
    ...(path ? [path.replace(/\/+$/, '')] : []),
  ]);
  const wanted = commits.filter(
    ({ author, committer }) =>
      isBy(call.world, author.email, query.get('author')) &&
      isBy(call.world, committer.email, query.get('committer')),
  );
  return paged(call, wanted, (one) => commitJson(call, call.repo, one));
}

function getCommit(call: Call): Reply {
  const { git } = call.repo;
  checkEmpty(call.repo);
  const sha = git.resolve(call.param('ref'));
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${call.param('ref')}`);
  const commit = git.commit(sha);
  const media = mediaOf(call.accept);
  if (media === 'sha') return bytes(sha, 'application/vnd.github.sha; charset=utf-8');
  if (media === 'json') return json(...fullCommit(call, commit));
  const text = media === 'diff' ? diffText(git, commit.parents[0] ?? EMPTY_TREE, sha) : patchOf(call, sha);
  return bytes(text, `application/vnd.github.${media}; charset=utf-8`);
}

const patchOf = ({ repo }: Call, sha: string) =>
  repo.git.run(['format-patch', '-1', '--stdout', '--full-index', '-M', sha]);

/** What form of a commit or a comparison is asked for. */
export function mediaOf(accept: string): 'json' | 'diff' | 'patch' | 'sha' {
  const match = /vnd\.github\.(?:v3\.)?(diff|patch|sha)/.exec(accept)?.[1];
  return match === 'diff' || match === 'patch' || match === 'sha' ? match : 'json';
}

function fullCommit(call: Call, commit: Commit) {
  const files = changesOf(call.repo, commit);
  const { items, headers } = pageOf(call, files.slice(0, MAX_FILES), 300, 300);
  const shown = {
    ...commitJson(call, call.repo, commit),
    stats: statsOf(files),
    files: items.map((file) => fileJson(call, call.repo, commit.sha, file)),
  };
  return [shown, 200, headers] as const;
}

export const commitRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/commits', listCommits),
  route('GET /repos/{owner}/{repo}/commits/{ref}', getCommit),
];
