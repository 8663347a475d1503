import * as z from 'zod';
import type { Ref } from '../../git/ref.ts';
import type { Call } from '../../http/call.ts';
import { created, json, noContent, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoUrl } from '../../render/repository.ts';
import type { Repo } from '../../state/repository.ts';
import { nodeId } from '../../state/world.ts';
import { checkPush } from '../repos/protection.ts';
import { checkEmpty } from './empty.ts';

const folders = { commit: 'commits', tag: 'tags', tree: 'trees', blob: 'blobs' } as const;
const isKind = (type: string): type is keyof typeof folders => Object.hasOwn(folders, type);

function refJson(call: Call, repo: Repo, { name, sha, type }: Ref) {
  const folder = isKind(type) ? folders[type] : 'commits';
  return {
    ref: name,
    node_id: nodeId('REF', name),
    url: `${repoUrl(call, repo)}/git/${encodeURI(name)}`,
    object: { sha, type, url: `${repoUrl(call, repo)}/git/${folder}/${sha}` },
  };
}

const shown = (call: Call, name: string) => {
  const ref = call.repo.git.refs().get(name);
  return ref ? refJson(call, call.repo, ref) : undefined;
};

/** What git allows in the name of a ref. */
const isRefName = (name: string) =>
  /^refs\/[^/]+\/.+$/.test(name) &&
  !/\.\.|[\0-\x20~^:?*[\\\x7f]|@\{|\/\/|\/$|\.$|\.lock(\/|$)|(^|\/)\./.test(name);

/** Records that a repository was pushed to. */
export function pushed(call: Call): void {
  call.repo.pushedAt = call.world.clock.tick();
  call.repo.updatedAt = call.repo.pushedAt;
}

function createRef(call: Call) {
  const { ref, sha } = call.body(z.object({ ref: z.string(), sha: z.string() }));
  checkEmpty(call.repo);
  if (!isRefName(ref)) throw new Refusal(422, `${ref} is not a valid ref name.`);
  if (call.repo.git.refs().has(ref)) throw new Refusal(422, 'Reference already exists');
  if (call.repo.git.typeOf(sha) === undefined) throw new Refusal(422, 'Object does not exist');
  call.repo.git.setRef(ref, sha);
  pushed(call);
  return created(shown(call, ref));
}

function updateRef(call: Call) {
  const { sha, force } = call.body(z.object({ sha: z.string(), force: z.boolean().default(false) }));
  const name = `refs/${call.param('ref')}`;
  const old = call.repo.git.refs().get(name);
  if (!old) throw new Refusal(422, 'Reference does not exist');
  if (call.repo.git.typeOf(sha) === undefined) throw new Refusal(422, 'Object does not exist');
  if (!force && !call.repo.git.isAncestor(old.sha, sha)) {
    throw new Refusal(422, 'Update is not a fast forward');
  }
  checkPush(call, name);
  call.repo.git.setRef(name, sha);
  pushed(call);
  return json(shown(call, name));
}

export const refRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/git/ref/{ref}', (call) => {
    checkEmpty(call.repo);
    const ref = shown(call, `refs/${call.param('ref')}`);
    if (!ref) throw notFound();
    return json(ref);
  }),
  route('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', (call) => {
    const refs = call.repo.git.refsBelow(`refs/${call.param('ref')}`);
    return json(refs.map((ref) => refJson(call, call.repo, ref)));
  }),
  route('POST /repos/{owner}/{repo}/git/refs', createRef),
  route('PATCH /repos/{owner}/{repo}/git/refs/{ref}', updateRef),
  route('DELETE /repos/{owner}/{repo}/git/refs/{ref}', (call) => {
    const name = `refs/${call.param('ref')}`;
    if (!call.repo.git.refs().has(name)) throw new Refusal(422, 'Reference does not exist');
    checkPush(call, name);
    call.repo.git.deleteRef(name);
    return noContent;
  }),
];
