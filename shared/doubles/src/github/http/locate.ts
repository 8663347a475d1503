import { admit } from '../access/open-repository.ts';
import type { Credential } from '../state/credential.ts';
import type { Repo } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { notFound, type Reply } from './reply.ts';
import type { Route } from './route.ts';

/** `/repositories/{id}/…` is the same as `/repos/{owner}/{name}/…`; links of pages use it. */
export function byName(world: World, path: string): string {
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(path);
  const repo = match ? world.repoById(Number(match[1])) : undefined;
  return repo ? `/repos/${repo.owner.login}/${repo.name}${match?.[2] ?? ''}` : path;
}

/** And the other way, for a path of a repository that is there. */
export function pathById(world: World, path: string): string {
  const [, first, owner = '', name = ''] = path.split('/');
  const repo = first === 'repos' ? world.findRepo(owner, name) : undefined;
  return repo ? byId(repo, path) : path;
}

const byId = (repo: Repo, path: string) => path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`);

export interface Located {
  readonly repo?: Repo;
  readonly moved?: Reply;
}

/**
 * The repository a path is about, if it is about one and the asker may see it; or where it has moved to.
 *
 * @throws Refusal when it is not there for this asker
 */
export function locate(
  world: World,
  { route, params }: { readonly route: Route; readonly params: ReadonlyMap<string, string> },
  request: { readonly base: string; readonly path: string; readonly search: string },
  credential: Credential | undefined,
): Located {
  if (!route.template.startsWith('/repos/{owner}/{repo}')) return {};
  const owner = params.get('owner') ?? '';
  const name = params.get('repo') ?? '';
  const repo = world.findRepo(owner, name);
  if (repo) {
    admit(repo, credential, route);
    return { repo };
  }
  const former = world.formerRepo(owner, name);
  if (former === undefined) throw notFound();
  admit(former, credential, route);
  return { moved: movedTo(`${request.base}${byId(former, request.path)}${request.search}`, route.method) };
}

/** 301 for reads; 307 for the rest, so that a POST stays one. */
const movedTo = (location: string, method: string): Reply => ({
  status: method === 'GET' || method === 'HEAD' ? 301 : 307,
  headers: { location },
  body: {
    json: { message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' },
  },
});
