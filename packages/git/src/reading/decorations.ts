import { type Dirent, opendirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import type { OwnSettings } from '../repository/read-settings.ts';
import { lineRecords } from './records.ts';

/** Names of refs by the commit they stand at, as `git log` prints them. */
export type Decorations = ReadonlyMap<string, string>;

/** Files and folders of refs that are looked at to see whether any changed. */
const MAX_LOOKED_AT = 1_000;
/** Refs that are remembered. */
const MAX_REFS = 5_000;
/** Kept as long as what the preflight found of a repository. */
const remembered = new WeakMap<
  OwnSettings,
  { readonly state: string; readonly decorations: Decorations | undefined }
>();
const shown = /^refs\/(?:heads|tags|remotes)\/|^refs\/stash$/;

/** @returns undefined where there are too many refs to remember, or they are kept in another way than as files */
export async function readDecorations(repository: Repository): Promise<Decorations | undefined> {
  const state = stateOf(repository);
  if (state === undefined) return undefined;
  const known = remembered.get(repository.settings);
  if (known?.state === state) return known.decorations;
  const decorations = await load(repository);
  remembered.set(repository.settings, { state, decorations });
  return decorations;
}

async function load(repository: Repository): Promise<Decorations | undefined> {
  const { stdout } = await repository.git([
    'for-each-ref',
    '--sort=refname',
    `--count=${MAX_REFS + 1}`,
    '--format=%(objectname)%00%(*objectname)%00%(refname)',
  ]);
  const refs = lineRecords(stdout);
  const replaced = refs.some(([, , name = '']) => name.startsWith('refs/replace/'));
  if (refs.length > MAX_REFS || replaced) return undefined;
  const names = new Map<string, string[]>();
  const head = (await repository.objects.info('HEAD'))?.id;
  const current = currentBranch(repository);
  const decorate = (id: string, name: string) => names.set(id, [...(names.get(id) ?? []), name]);
  if (head !== undefined) decorate(head, current === undefined ? 'HEAD' : `HEAD -> ${shortName(current)}`);
  for (const [id = '', peeled = '', name = ''] of refs.toReversed()) {
    if (shown.test(name) && name !== current) decorate(peeled === '' ? id : peeled, shortName(name));
  }
  return new Map([...names].map(([id, all]) => [id, all.join(', ')]));
}

const shortName = (ref: string) =>
  ref.startsWith('refs/tags/')
    ? `tag: ${ref.slice('refs/tags/'.length)}`
    : ref.replace(/^refs\/(?:heads|remotes)\//, '');

/** Longest name of a branch, bytes, and what is written before it. */
const MAX_HEAD = 4_096;

function currentBranch({ gitDir }: Repository): string | undefined {
  const file = join(gitDir, 'HEAD');
  const stat = statSync(file);
  if (!stat.isFile() || stat.size > MAX_HEAD) return undefined;
  return /^ref: (refs\/\S+)\n?$/.exec(readFileSync(file, 'utf8'))?.[1];
}

/** What changes when a ref does: every file and folder of refs, by its identity. */
function stateOf({ gitDir, commonDir, settings }: Repository): string | undefined {
  if (settings.values.has('extensions.refstorage')) return undefined;
  const parts: string[] = [];
  const left = () => MAX_LOOKED_AT - parts.length;
  const look = (path: string): boolean => {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    parts.push(stat ? `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}` : '');
    return left() > 0;
  };
  const enter = (folder: string): boolean =>
    look(folder) &&
    entriesOf(folder, left()).every((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? enter(path) : look(path);
    });
  const folders = [...new Set([commonDir, gitDir])].map((folder) => join(folder, 'refs'));
  const files = [join(gitDir, 'HEAD'), join(commonDir, 'packed-refs')];
  return [...files.map(look), ...folders.map(enter)].every(Boolean) ? parts.join('|') : undefined;
}

/** Entries of a folder, and no more of them than may be looked at. */
function entriesOf(path: string, most: number): readonly Dirent[] {
  const entries: Dirent[] = [];
  try {
    const folder = opendirSync(path);
    try {
      for (let next = folder.readSync(); next && entries.length < most; next = folder.readSync())
        entries.push(next);
    } finally {
      folder.closeSync();
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return entries;
}
