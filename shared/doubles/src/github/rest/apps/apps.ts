import * as z from 'zod';
import { type App, appsOf, type Installation } from '../../access/app-token.ts';
import type { Call } from '../../http/call.ts';
import { counted, paged } from '../../http/paging.ts';
import { created, json, noContent, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoJson } from '../../render/repository.ts';
import { userJson } from '../../render/user.ts';
import type { Level } from '../../state/credential.ts';
import { fullNameOf } from '../../state/repository.ts';
import { hashOf, nodeId } from '../../state/world.ts';

/** The App that signed the request. @throws Refusal 401 for any other credential */
function appOf(call: Call): App {
  const app = appsOf(call.world).apps.get(call.credential?.appId ?? -1);
  if (call.credential?.kind !== 'app' || !app) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  return app;
}

function installationOf(call: Call): Installation {
  const app = appOf(call);
  const found = appsOf(call.world).installations.get(call.number('installation_id'));
  if (found?.app !== app) throw notFound();
  return found;
}

const appJson = (call: Call, app: App) => ({
  id: app.id,
  slug: app.slug,
  client_id: `Iv1.${app.slug}`,
  node_id: nodeId('A', app.id),
  owner: userJson(call, app.owner),
  name: app.name,
  description: null,
  external_url: 'https://example.org',
  html_url: `${call.parts.origin}/apps/${app.slug}`,
  created_at: app.createdAt,
  updated_at: app.createdAt,
  permissions: app.permissions,
  events: [],
});

function installationJson(call: Call, one: Installation) {
  const url = `${call.base}/app/installations/${one.id}`;
  return {
    id: one.id,
    client_id: `Iv1.${one.app.slug}`,
    account: userJson(call, one.account),
    repository_selection: one.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${call.base}/installation/repositories`,
    html_url: `${call.parts.origin}/settings/installations/${one.id}`,
    app_id: one.app.id,
    app_slug: one.app.slug,
    target_id: one.account.id,
    target_type: one.account.type,
    permissions: one.permissions,
    events: [],
    created_at: one.createdAt,
    updated_at: one.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: one.suspended ? one.createdAt : null,
  };
}

const tokenBody = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])).optional(),
});

const HOUR_MS = 3_600_000;
const rank: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };

/** Full names an installation's token may use: those asked for must be among those it has. */
function namesFor(
  call: Call,
  one: Installation,
  wanted: z.output<typeof tokenBody>,
): 'all' | ReadonlySet<string> {
  const ids = (wanted.repository_ids ?? []).map((id) => call.world.repoById(id)?.name ?? '');
  const names = [...(wanted.repositories ?? []), ...ids];
  if (names.length === 0) return one.repositories;
  const full = names.map((name) => `${one.account.login}/${name}`.toLowerCase());
  const isThere = (name: string) =>
    call.world.repos().some((repo) => fullNameOf(repo).toLowerCase() === name) &&
    (one.repositories === 'all' || one.repositories.has(name));
  if (!full.every(isThere)) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return new Set(full);
}

function makeToken(call: Call): Reply {
  const one = installationOf(call);
  const wanted = call.body(tokenBody);
  if (one.suspended) throw new Refusal(403, 'This installation has been suspended');
  const permissions = wanted.permissions ?? one.permissions;
  const isMore = Object.entries(permissions).some(
    ([name, level]) =>
      rank[level] > rank[one.permissions[name] ?? 'read'] || one.permissions[name] === undefined,
  );
  if (isMore) throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  const repositories = namesFor(call, one, wanted);
  const token = `ghs_${hashOf(`installation ${one.id} ${call.world.credentials.size}`).slice(0, 36)}`;
  const expiresAt = Date.now() + HOUR_MS;
  call.world.credentials.set(token, {
    token,
    kind: 'installation',
    account: one.app.bot,
    scopes: undefined,
    permissions,
    repositories: repositories === 'all' ? ownedBy(call, one) : repositories,
    sso: new Set(),
    expiresAt,
    appId: one.app.id,
    revoked: false,
  });
  const expires_at = new Date(expiresAt).toISOString().replace(/\.\d+Z/, 'Z');
  const repository_selection = repositories === 'all' ? 'all' : 'selected';
  return created({ token, expires_at, permissions, repository_selection });
}

/** All repositories are those of the account it is installed on. */
const ownedBy = ({ world }: Call, { account }: Installation) =>
  new Set(
    world
      .repos()
      .filter(({ owner }) => owner === account)
      .map((repo) => fullNameOf(repo).toLowerCase()),
  );

const findInstallation = (call: Call, login: string) => {
  const app = appOf(call);
  const found = [...appsOf(call.world).installations.values()].find(
    (one) => one.app === app && one.account.login.toLowerCase() === login.toLowerCase(),
  );
  if (!found) throw notFound();
  return json(installationJson(call, found));
};

export const appRoutes: readonly Route[] = [
  route('GET /app', (call) => json(appJson(call, appOf(call)))),
  route('GET /app/installations', (call) => {
    const app = appOf(call);
    const all = [...appsOf(call.world).installations.values()].filter((one) => one.app === app);
    return paged(call, all, (one) => installationJson(call, one));
  }),
  route('GET /app/installations/{installation_id}', (call) =>
    json(installationJson(call, installationOf(call))),
  ),
  route('POST /app/installations/{installation_id}/access_tokens', makeToken),
  route('GET /orgs/{org}/installation', (call) => findInstallation(call, call.param('org'))),
  route('GET /users/{username}/installation', (call) => findInstallation(call, call.param('username'))),
  route('GET /installation/repositories', (call) => {
    const { credential } = call;
    if (credential?.kind !== 'installation')
      throw new Refusal(
        403,
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    const { repositories } = credential;
    const all = call.world
      .repos()
      .filter((repo) => repositories === 'all' || repositories.has(fullNameOf(repo).toLowerCase()));
    return counted(call, 'repositories', all, (repo) => repoJson(call, repo));
  }),
  route('DELETE /installation/token', (call) => {
    if (call.credential?.kind !== 'installation')
      throw new Refusal(403, 'Must have an installation access token');
    call.credential.revoked = true;
    return noContent;
  }),
];
