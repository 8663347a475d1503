import type { TreeEntry } from '../../git/tree-entry.ts';
import type { Call } from '../../http/call.ts';
import { bytes, json, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import type { Repo } from '../../state/repository.ts';
import { base64Lines } from '../git/blobs.ts';
import { deleteContent, putContent } from './write-contents.ts';

/** A directory is shown up to here. */
const MAX_DIRECTORY_ENTRIES = 1000;
const MAX_RAW_BYTES = 100 * 1024 * 1024;

/** What every kind of content has, at a ref the request named or at the default branch. */
export function entryJson(call: Call, repo: Repo, entry: TreeEntry, ref: string) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const url = `${repoUrl(call, repo)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${repoUrl(call, repo)}/git/${kind}s/${entry.sha}`;
  const html = `${repoHtml(call, repo)}/${kind}/${encodeURIComponent(ref)}/${path}`;
  const download =
    entry.type === 'blob' ? `${repoHtml(call, repo)}/raw/${encodeURIComponent(ref)}/${path}` : null;
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: download,
    type: typeOf(entry),
    _links: { self: url, git, html },
  };
}

/** Listings call a submodule a file, as they always have. */
function typeOf({ mode, type }: TreeEntry): string {
  if (type === 'tree') return 'dir';
  return mode === '120000' ? 'symlink' : 'file';
}

function readContents(call: Call, path: string): Reply {
  const { repo } = call;
  const { git } = repo;
  if (git.refs().size === 0) throw new Refusal(404, 'This repository is empty.');
  const ref = call.query.get('ref') ?? repo.defaultBranch;
  const commit = git.resolve(ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  if (path === '') return directory(call, commit, undefined, ref);
  const entry = git.entry(commit, path);
  if (!entry) throw notFound();
  if (entry.type === 'tree') return directory(call, entry.sha, entry, ref);
  if (entry.type === 'commit') return submodule(call, commit, entry, ref);
  return entry.mode === '120000' ? symlink(call, commit, entry, ref) : file(call, entry, ref);
}

function directory(call: Call, treeish: string, entry: TreeEntry | undefined, ref: string): Reply {
  const prefix = entry ? `${entry.path}/` : '';
  const list = call.repo.git
    .entries(treeish)
    .slice(0, MAX_DIRECTORY_ENTRIES)
    .map((one) => entryJson(call, call.repo, { ...one, path: prefix + one.path }, ref));
  if (!call.accept.includes('object')) return json(list);
  const sha = entry?.sha ?? call.repo.git.commit(treeish).tree;
  const self = entry ?? { path: '', mode: '040000', type: 'tree', sha, size: undefined };
  const headers = { 'x-github-media-type': 'github.v3; param=object; format=json' };
  return json({ ...entryJson(call, call.repo, self, ref), entries: list }, 200, headers);
}

function file(call: Call, entry: TreeEntry, ref: string): Reply {
  const size = entry.size ?? 0;
  if (size > MAX_RAW_BYTES) {
    const error = { resource: 'Blob', field: 'data', code: 'too_large' };
    throw new Refusal(403, 'This API returns blobs up to 100 MB in size.', { errors: [error] });
  }
  const content = call.repo.git.read(entry.sha);
  if (call.accept.includes('raw')) return bytes(content, 'application/vnd.github.raw; charset=utf-8');
  const shown =
    size > call.world.sizes.contentBytes
      ? { content: '', encoding: 'none' }
      : { content: base64Lines(content), encoding: 'base64' };
  return json({ ...entryJson(call, call.repo, entry, ref), ...shown });
}

/** A link to a file of the repository is shown as that file, any other as a link. */
function symlink(call: Call, commit: string, entry: TreeEntry, ref: string): Reply {
  const target = call.repo.git.read(entry.sha).toString('utf8');
  const folder = entry.path.split('/').slice(0, -1);
  const path = target.startsWith('/') ? undefined : resolve([...folder, ...target.split('/')]);
  const aim = path === undefined ? undefined : call.repo.git.entry(commit, path);
  if (aim?.type === 'blob' && aim.mode !== '120000') return file(call, { ...aim, path: entry.path }, ref);
  return json({ ...entryJson(call, call.repo, entry, ref), type: 'symlink', target });
}

function resolve(parts: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const part of parts) {
    if (part === '..') {
      if (path.pop() === undefined) return undefined;
    } else if (part !== '.') path.push(part);
  }
  return path.join('/');
}

function submodule(call: Call, commit: string, entry: TreeEntry, ref: string): Reply {
  const modules = call.repo.git.entry(commit, '.gitmodules');
  const text = modules ? call.repo.git.read(modules.sha).toString('utf8') : '';
  const section = text.split(/^\[/m).find((one) => one.includes(`path = ${entry.path}\n`));
  const url = /url = (.*)/.exec(section ?? '')?.[1] ?? `${call.parts.origin}/unknown/unknown.git`;
  return json({ ...entryJson(call, call.repo, entry, ref), type: 'submodule', submodule_git_url: url });
}

const CONTENTS = '/repos/{owner}/{repo}/contents';

export const contentRoutes: readonly Route[] = [
  route(`GET ${CONTENTS}`, (call) => readContents(call, '')),
  route(`GET ${CONTENTS}/{path}`, (call) => readContents(call, call.param('path').replace(/\/+$/, ''))),
  route(`PUT ${CONTENTS}/{path}`, putContent),
  route(`DELETE ${CONTENTS}/{path}`, deleteContent),
  route('GET /repos/{owner}/{repo}/readme', (call) => {
    const commit = call.repo.git.resolve(call.query.get('ref') ?? call.repo.defaultBranch);
    const entries = commit === undefined ? [] : call.repo.git.entries(commit);
    const readme = entries.find(({ path }) => /^readme(\.\w+)?$/i.test(path));
    if (!readme) throw notFound();
    return readContents(call, readme.path);
  }),
];
