import { canSee } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { noContent, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoJson } from '../../render/repository.ts';
import { userJson } from '../../render/user.ts';
import type { Account } from '../../state/account.ts';
import type { Repo } from '../../state/repository.ts';

function repoOf(call: Call): Repo {
  const repo = call.world.findRepo(call.param('owner'), call.param('repo'));
  if (!repo || !canSee(repo, call.credential)) throw notFound();
  return repo;
}

function starredBy(call: Call, account: Account) {
  const starred = [...account.stars].flatMap(([id, at]) => {
    const repo = call.world.repoById(id);
    return repo && canSee(repo, call.credential) ? [{ repo, at }] : [];
  });
  const ordered = call.query.get('direction') === 'asc' ? starred : starred.toReversed();
  if (!call.accept.includes('star')) return paged(call, ordered, ({ repo }) => repoJson(call, repo));
  const reply = paged(call, ordered, ({ repo, at }) => ({ starred_at: at, repo: repoJson(call, repo) }));
  return {
    ...reply,
    headers: { ...reply.headers, 'x-github-media-type': 'github.v3; param=star; format=json' },
  };
}

export const starRoutes: readonly Route[] = [
  route('GET /user/starred', (call) => starredBy(call, call.user)),
  route('GET /users/{username}/starred', (call) => {
    const account = call.world.findAccount(call.param('username'));
    if (!account) throw notFound();
    return starredBy(call, account);
  }),
  route('GET /user/starred/{owner}/{repo}', (call) => {
    if (!call.user.stars.has(repoOf(call).id)) throw notFound();
    return noContent;
  }),
  route('PUT /user/starred/{owner}/{repo}', (call) => {
    call.user.stars.set(repoOf(call).id, call.world.clock.tick());
    return noContent;
  }),
  route('DELETE /user/starred/{owner}/{repo}', (call) => {
    call.user.stars.delete(repoOf(call).id);
    return noContent;
  }),
  route('GET /repos/{owner}/{repo}/stargazers', (call) => {
    const all = call.world.accounts().filter(({ stars }) => stars.has(call.repo.id));
    return paged(call, all, (one) => userJson(call, one));
  }),
];
