import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { userJson } from '../../render/user.ts';
import type { Account } from '../../state/account.ts';
import { per } from '../../state/per.ts';
import { hashOf, nodeId, type World } from '../../state/world.ts';

export interface Gist {
  readonly id: string;
  readonly owner: Account;
  description: string | null;
  readonly public: boolean;
  readonly files: Map<string, string>;
  readonly createdAt: string;
  updatedAt: string;
}

const gistsOf = per((_world: World) => new Map<string, Gist>());

/** A file is shown whole up to a megabyte. */
const MAX_CONTENT_BYTES = 1024 * 1024;

function filesJson(call: Call, { id, files, owner }: Gist, isWhole: boolean) {
  const entries = [...files].map(([name, content]) => {
    const shown = {
      content: content.slice(0, MAX_CONTENT_BYTES),
      truncated: content.length > MAX_CONTENT_BYTES,
      encoding: 'utf-8',
    };
    const file = {
      filename: name,
      type: 'text/plain',
      language: 'Text',
      raw_url: `${call.parts.origin}/gists/${owner.login}/${id}/raw/${encodeURIComponent(name)}`,
      size: Buffer.byteLength(content),
      ...(isWhole && shown),
    };
    return [name, file] as const;
  });
  return Object.fromEntries(entries);
}

function gistJson(call: Call, gist: Gist, isWhole: boolean) {
  const url = `${call.base}/gists/${gist.id}`;
  return {
    url,
    forks_url: `${url}/forks`,
    commits_url: `${url}/commits`,
    id: gist.id,
    node_id: nodeId('G', gist.id),
    git_pull_url: `${call.parts.origin}/gists/${gist.id}.git`,
    git_push_url: `${call.parts.origin}/gists/${gist.id}.git`,
    html_url: `${call.parts.origin}/gists/${gist.id}`,
    files: filesJson(call, gist, isWhole),
    public: gist.public,
    created_at: gist.createdAt,
    updated_at: gist.updatedAt,
    description: gist.description,
    comments: 0,
    user: null,
    comments_enabled: true,
    comments_url: `${url}/comments`,
    owner: userJson(call, gist.owner),
    truncated: false,
    ...(isWhole && { forks: [], history: [] }),
  };
}

const file = z
  .object({ content: z.string().optional(), filename: z.string().nullable().optional() })
  .nullable();
const body = z.object({
  description: z.string().nullable().optional(),
  public: z.union([z.boolean(), z.enum(['true', 'false'])]).default(false),
  files: z.record(z.string(), file),
});

/** Secret gists are seen by who knows their id; nobody else lists them. */
function gistOf(call: Call): Gist {
  const gist = gistsOf(call.world).get(call.param('gist_id'));
  if (!gist) throw notFound();
  return gist;
}

function checkScope(call: Call): void {
  const { scopes } = call.credential ?? {};
  if (call.user && scopes && !scopes.includes('gist')) throw notFound({ 'x-accepted-oauth-scopes': 'gist' });
}

function ownGist(call: Call): Gist {
  checkScope(call);
  const gist = gistOf(call);
  if (gist.owner !== call.user) throw notFound();
  return gist;
}

function create(call: Call) {
  checkScope(call);
  const wanted = call.body(body);
  const files = Object.entries(wanted.files).map(([name, one]) => [name, one?.content ?? ''] as const);
  if (files.length === 0 || files.some(([, content]) => content === '')) {
    throw invalid({ resource: 'Gist', field: 'files', code: 'missing_field' });
  }
  const now = call.world.clock.tick();
  const id = hashOf(`gist ${call.world.nextId()}`).slice(0, 32);
  const isPublic = String(wanted.public) === 'true';
  const gist: Gist = {
    id,
    owner: call.user,
    description: wanted.description ?? null,
    public: isPublic,
    files: new Map(files),
    createdAt: now,
    updatedAt: now,
  };
  gistsOf(call.world).set(id, gist);
  return created(gistJson(call, gist, true));
}

function update(call: Call) {
  const gist = ownGist(call);
  const { description, files = {} } = call.body(body.partial());
  if (description !== undefined) gist.description = description;
  for (const [name, one] of Object.entries(files)) {
    const content = one?.content ?? gist.files.get(name);
    // A file is removed by null, and by neither a content nor a name.
    const removed = one === null || (one.content === undefined && !one.filename);
    if (removed || one?.filename) gist.files.delete(name);
    if (!removed && content !== undefined) gist.files.set(one?.filename ?? name, content);
  }
  gist.updatedAt = call.world.clock.tick();
  return json(gistJson(call, gist, true));
}

const listed = (call: Call, isWanted: (gist: Gist) => boolean) =>
  paged(call, [...gistsOf(call.world).values()].filter(isWanted).toReversed(), (one) =>
    gistJson(call, one, false),
  );

export const gistRoutes: readonly Route[] = [
  route('GET /gists', (call) => listed(call, ({ owner }) => owner === call.user)),
  route('GET /gists/public', (call) => listed(call, (gist) => gist.public)),
  route('GET /users/{username}/gists', (call) => {
    const wanted = call.param('username').toLowerCase();
    return listed(
      call,
      ({ owner, public: isPublic }) =>
        owner.login.toLowerCase() === wanted && (isPublic || owner === call.account),
    );
  }),
  route('GET /gists/{gist_id}', (call) => json(gistJson(call, gistOf(call), true))),
  route('POST /gists', create),
  route('PATCH /gists/{gist_id}', update),
  route('DELETE /gists/{gist_id}', (call) => {
    gistsOf(call.world).delete(ownGist(call).id);
    return noContent;
  }),
];
