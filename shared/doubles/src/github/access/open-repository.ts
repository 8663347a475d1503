import { notFound, Refusal } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Credential } from '../state/credential.ts';
import { permits } from '../state/credential.ts';
import { fullNameOf, type Repo, reaches, roleIn } from '../state/repository.ts';
import { type Requirements, requirementsOf } from './requirements.ts';
import { checkSso } from './sso.ts';

/**
 * Lets a credential into a repository for a route, or refuses the way GitHub does: 404 for what the asker must not
 * know of, 403 for what it may see and not do.
 */
export function admit(repo: Repo, credential: Credential | undefined, route: Route): void {
  const needs = requirementsOf(route);
  if (!canSee(repo, credential)) throw notFound(acceptedHeaders(repo, needs));
  checkSso(repo.owner, credential);
  if (repo.disabled) throw blocked();
  if (credential?.permissions) checkPermissions(repo, credential, needs);
  const role = roleOfCredential(repo, credential);
  if (!reaches(role, needs.role)) throw tooLittle(repo, credential, needs);
  if (credential?.scopes) checkScopes(repo, credential.scopes, route, needs);
  const isWrite = route.method !== 'GET' && route.options.archived !== true;
  if (isWrite && credential === undefined) throw new Refusal(401, 'Requires authentication');
  if (isWrite && repo.archived) throw new Refusal(403, 'Repository was archived so is read-only.');
}

/** Whether a credential may know that a repository is there. */
export function canSee(repo: Repo, credential: Credential | undefined): boolean {
  if (!repo.private) return true;
  if (credential === undefined || !covers(repo, credential)) return false;
  if (credential.scopes && !credential.scopes.includes('repo')) return false;
  return roleOfCredential(repo, credential) !== undefined;
}

/** The role of whoever holds a credential: that of the person, and for an installation what its permissions say. */
export function roleOfCredential(repo: Repo, credential: Credential | undefined) {
  if (credential?.kind === 'installation')
    return covers(repo, credential) ? 'admin' : roleIn(repo, undefined);
  return roleIn(repo, credential?.account);
}

const covers = (repo: Repo, { repositories }: Credential) =>
  repositories === 'all' || repositories.has(fullNameOf(repo).toLowerCase());

function checkPermissions(repo: Repo, credential: Credential, { permission }: Requirements): void {
  const isPublicRead = !repo.private && permission.level === 'read';
  if (isPublicRead || (covers(repo, credential) && permits(credential, permission.name, permission.level)))
    return;
  const holder = credential.kind === 'fine-grained' ? 'personal access token' : 'integration';
  throw new Refusal(403, `Resource not accessible by ${holder}`, {}, permissionHeaders(permission));
}

export const permissionHeaders = ({ name, level }: Requirements['permission']) => ({
  'x-accepted-github-permissions': `${name}=${level}`,
});

/** Writing the content of a public repository one may only read looks as if it were not there. */
function tooLittle(repo: Repo, credential: Credential | undefined, needs: Requirements): Refusal {
  if (credential === undefined) return new Refusal(401, 'Requires authentication');
  if (needs.permission.name === 'contents') return notFound(acceptedHeaders(repo, needs));
  if (needs.role === 'admin') return new Refusal(403, 'Must have admin rights to Repository.');
  return new Refusal(403, 'Must have write access to Repository.');
}

function checkScopes(
  repo: Repo,
  held: readonly string[],
  { method, options }: Route,
  needs: Requirements,
): void {
  if (method === 'GET' && !repo.private && options.scopes === undefined) return;
  const accepted = options.scopes ?? (repo.private ? ['repo'] : ['public_repo', 'repo']);
  if (accepted.some((one) => held.includes(one))) return;
  const headers = { 'x-accepted-oauth-scopes': accepted.join(', ') };
  if (needs.role === 'admin') throw new Refusal(403, 'Must have admin rights to Repository.', {}, headers);
  throw notFound(headers);
}

const acceptedHeaders = (repo: Repo, { permission }: Requirements) => ({
  'x-accepted-oauth-scopes': repo.private ? 'repo' : '',
  ...permissionHeaders(permission),
});

const blocked = () =>
  new Refusal(403, 'Repository access blocked', {
    block: { reason: 'tos', created_at: '2026-01-01T00:00:00Z', html_url: 'https://github.com/tos' },
  });
