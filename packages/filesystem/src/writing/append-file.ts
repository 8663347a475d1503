import { closeSync, fstatSync, fsync, ftruncateSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { fail } from '@portolan/runtime';
import { APPEND_FLAGS } from '../access/flags.ts';
import { refuseKind } from '../access/open-file.ts';
import { failFromOs } from '../access/os-error.ts';
import type { Target } from '../access/types.ts';
import { sameFile } from '../access/where.ts';
import { hashOf, readPart } from '../reading/bytes.ts';
import { detectEncoding, encode, SAMPLE_BYTES } from '../reading/encoding.ts';
import { withLock } from './lock.ts';
import { contentOf, type LongText, partsOf } from './long-text.ts';
import { confirmInside, replaceFile } from './replace.ts';
import { writeAll } from './temporary.ts';
import { checkedHash, type Writing, type Written, withTarget } from './write-file.ts';

const fsyncAsync = promisify(fsync);

/** `ifMatch` is the hash a read answered; the file must still have it. */
export interface AppendOptions {
  readonly ifMatch?: string | undefined;
}

/**
 * Adds text at the end of a file, in the file's own encoding; a missing file is created. Unlike the other
 * writers it writes in place, so that programs that hold a log open go on, and a large log is not copied:
 * a kill in the middle leaves the old content and a beginning of the addition; a full disk leaves the old content.
 *
 * @throws ToolError `conflict`, `no_space`, `invalid_arguments`, and what access gives
 */
export function appendFile(
  writing: Writing,
  path: string,
  content: string,
  { ifMatch }: AppendOptions = {},
): Promise<Written> {
  const expected = ifMatch === undefined ? undefined : checkedHash(ifMatch);
  return withTarget(writing, path, {}, async (target) => {
    if (target.stat !== undefined) return await appendInPlace(writing, target, content, expected);
    if (expected !== undefined)
      fail('conflict', `${target.place.shown} does not exist any more. Nothing was written.`);
    const bytes = contentOf(content);
    const { hash } = await replaceFile(writing.access, target, bytes, 'absent');
    return { path: target.place.path, hash, size: bytes.length, created: true };
  });
}

async function appendInPlace(
  { access }: Writing,
  target: Target,
  content: string,
  expected: string | undefined,
): Promise<Written> {
  const { folder, name, place } = target;
  const bytes = inEncodingOf(target, content);
  const fd = openForAppend(target);
  try {
    await withLock(folder, name, place.shown, () => {
      checkSame(target, fd, expected);
      confirmInside(access, target);
      appendAll(fd, bytes, place.shown);
    });
    await fsyncAsync(fd);
    using file = folder.openFile(name);
    return { path: place.path, hash: hashOf(file), size: file.stat.size, created: false };
  } finally {
    closeSync(fd);
  }
}

function inEncodingOf({ folder, name, place }: Target, content: string): Buffer | LongText {
  using file = folder.openFile(name);
  const sample = readPart(file, 0, Math.min(SAMPLE_BYTES, file.stat.size));
  const { encoding } = detectEncoding(sample, sample.length === file.stat.size) ?? { encoding: 'utf-8' };
  if (encoding === 'utf-8') return contentOf(content);
  return (
    encode(content, encoding) ??
    fail(
      'invalid_arguments',
      `The content has characters that ${encoding}, the encoding of ${place.shown}, cannot hold.`,
    )
  );
}

function openForAppend({ folder, name, place }: Target): number {
  try {
    return openSync(folder.child(name), APPEND_FLAGS);
  } catch (error) {
    return failFromOs(error, place.shown);
  }
}

/** Another process may have replaced the file since it was opened; the text would go into the old one. */
function checkSame({ folder, name, place }: Target, fd: number, expected: string | undefined): void {
  const stat = fstatSync(fd);
  if (!stat.isFile()) refuseKind(stat, place.shown);
  using file = folder.openFile(name);
  if (!sameFile(file.stat, stat) || (expected !== undefined && hashOf(file) !== expected)) {
    fail('conflict', `${place.shown} changed since it was read. Nothing was written.`);
  }
}

function appendAll(fd: number, content: Buffer | LongText, shown: string): void {
  const { size } = fstatSync(fd);
  try {
    for (const part of partsOf(content)) writeAll(fd, part);
  } catch (error) {
    ftruncateSync(fd, size);
    failFromOs(error, shown);
  }
}
