import { accessSync, closeSync, constants, fsync, linkSync, openSync, renameSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { fail } from '@portolan/runtime';
import { leadsOutside } from '../access/guard.ts';
import { refuseKind } from '../access/open-file.ts';
import { failFromOs, osCode } from '../access/os-error.ts';
import type { Access, OpenFolder, Target } from '../access/types.ts';
import { sameFile, whereIs } from '../access/where.ts';
import { hashOf } from '../reading/bytes.ts';
import { contentHash, identityHash, SMALL_BYTES } from '../reading/hash.ts';
import { withLock } from './lock.ts';
import type { LongText } from './long-text.ts';
import { sweep } from './sweep.ts';
import { removeQuietly, TemporaryFile } from './temporary.ts';

const fsyncAsync = promisify(fsync);

/** What must be true of the target at the moment of the change. */
export type Expected = { readonly hash: string } | 'absent' | 'anything';

/** What is under the name now. */
export interface Replaced {
  /** Of the new content, for the next `ifMatch`. */
  readonly hash: string;
  readonly created: boolean;
}

/**
 * Puts content under a name, all or nothing: a reader, a crash and a kill see the old file or the new one.
 * The new file has the mode and owner of the old one and is never readable by more people in between.
 * Extended attributes and access control lists are not carried over.
 *
 * @throws ToolError `conflict`, `already_exists`, `no_space`, `permission_denied`, `busy`; the old content is then intact
 */
export async function replaceFile(
  access: Access,
  target: Target,
  content: Buffer | LongText,
  expected: Expected,
): Promise<Replaced> {
  const { folder, name, place } = target;
  const previous = target.stat;
  if (previous !== undefined) refuseUnwritable(target, previous);
  if (expected !== 'anything') check(target, expected);
  await using temporary = new TemporaryFile(target, previous === undefined ? 0o666 : 0o600);
  await temporary.write(content);
  if (previous !== undefined) temporary.adopt(previous);
  const hash = await withLock(folder, name, place.shown, () => {
    if (expected !== 'anything') check(target, expected);
    confirmInside(access, target);
    const now = expected === 'absent' ? undefined : folder.statChild(name);
    if (now !== undefined && !isSame(now, previous)) adoptLatest(target, temporary, now);
    if (expected === 'absent') linkNew(folder, temporary, name, place.shown);
    else rename(folder, temporary, name, place.shown);
    const isSmall = content instanceof Buffer && content.length <= SMALL_BYTES;
    return isSmall ? contentHash(content) : identityHash(temporary.fd);
  });
  await syncFolder(folder);
  await sweep(folder);
  return { hash, created: previous === undefined };
}

/** A rename needs no right to write the file itself, so that right is asked for. */
function refuseUnwritable(target: Target, previous: Stats): void {
  if (!previous.isFile()) refuseKind(previous, target.place.shown);
  try {
    accessSync(target.folder.child(target.name), constants.W_OK);
  } catch (error) {
    failFromOs(error, target.place.shown);
  }
  if (previous.nlink > 1) target.folder.openFile(target.name)[Symbol.dispose]();
}

const isSame = (now: Stats, previous: Stats | undefined) =>
  previous !== undefined && sameFile(now, previous) && now.ctimeMs === previous.ctimeMs;

/** Somebody created or changed the file since it was looked at: its mode and owner are the ones to keep. */
function adoptLatest(target: Target, temporary: TemporaryFile, now: Stats): void {
  refuseUnwritable(target, now);
  temporary.adopt(now);
}

function check({ folder, name, place }: Target, expected: Exclude<Expected, 'anything'>): void {
  if (expected === 'absent') {
    if (folder.statChild(name) !== undefined) fail('already_exists', `${place.shown} exists already.`);
    return;
  }
  if (folder.statChild(name) === undefined) {
    fail('conflict', `${place.shown} does not exist any more. Nothing was written.`);
  }
  using file = folder.openFile(name);
  const hash = hashOf(file);
  if (hash !== expected.hash) {
    fail('conflict', `${place.shown} changed since it was read. Nothing was written.`, { data: { hash } });
  }
}

/** The folder was verified when it was pinned; a last look finds one that was moved out since. */
export function confirmInside(access: Access, { folder, place }: Target): void {
  const real = whereIs(folder.fd, folder.place.real);
  if (real === undefined) fail('not_found', `The folder of ${place.shown} was removed during the call.`);
  if (access.roots.locate(real) === undefined) leadsOutside(place.shown);
}

function rename(folder: OpenFolder, temporary: TemporaryFile, name: string, shown: string): void {
  try {
    renameSync(folder.child(temporary.name), folder.child(name));
    temporary.keep();
  } catch (error) {
    failFromOs(error, shown);
  }
}

/** Gives a new file its name unless the name was taken meanwhile. */
function linkNew(folder: OpenFolder, temporary: TemporaryFile, name: string, shown: string): void {
  try {
    linkSync(folder.child(temporary.name), folder.child(name));
  } catch (error) {
    if (!cannotLink(error)) failFromOs(error, shown);
    claimName(folder, name, shown);
    rename(folder, temporary, name, shown);
    return;
  }
  removeQuietly(folder, temporary.name);
  temporary.keep();
}

/** File systems without hard links (FAT, some network ones), and Linux's protection of other users' files. */
export const cannotLink = (error: unknown): boolean =>
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(osCode(error) ?? '');

/** Takes a free name with an empty file, which a rename may then replace. */
export function claimName(folder: OpenFolder, name: string, shown: string): void {
  try {
    closeSync(openSync(folder.child(name), 'wx', 0o600));
  } catch (error) {
    failFromOs(error, shown);
  }
}

/** Makes a rename durable. A folder that may be written but not listed cannot be synchronised. */
export async function syncFolder(folder: OpenFolder): Promise<void> {
  let fd: number;
  try {
    fd = openSync(folder.base, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return;
  }
  try {
    await fsyncAsync(fd);
  } catch (error) {
    if (osCode(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(fd);
  }
}
