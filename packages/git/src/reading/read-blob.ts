import { fail } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { MAX_OBJECT_BYTES } from '../running/object-reader.ts';
import { decode } from './decode.ts';
import { lookUp } from './find-entry.ts';
import { LineWindow, type Wanted } from './line-window.ts';
import { shownName } from './names.ts';
import { listTree, type TreeEntry } from './tree.ts';

/** Bytes that are looked at for a NUL, as git itself does to tell what is binary. */
const SNIFFED = 8_000;

export interface BlobText {
  readonly content: string;
  readonly encoding: string;
  /** The line where the rest begins. */
  readonly nextLine?: number;
  /** Where the rest begins inside a line, bytes from the start of the file. */
  readonly nextOffset?: number;
}

/**
 * The entry of a path at a revision; both passed the grammar.
 *
 * @throws ToolError `not_found`
 */
export async function findBlob(repository: Repository, revision: string, path: string): Promise<TreeEntry> {
  const known = await lookUp(repository.objects, revision, path);
  if (known !== undefined && known !== 'absent') return known;
  // Git itself composes the letters of a name on macOS, where a decomposed one may mean a file after all.
  if (!path.isWellFormed() || (known === 'absent' && path === path.normalize())) notThere(path);
  const entries = await listTree(repository, revision, { path });
  const entry = entries.find((found) => found.path === shownName(path));
  return entry ?? notThere(path);
}

function notThere(path: string): never {
  const shown = JSON.stringify(shownName(path));
  fail('not_found', `The path ${shown} does not exist at that revision.`, {
    next: 'Use list_files to see what does.',
  });
}

/**
 * A part of a blob; git is stopped as soon as it is read.
 *
 * @param wanted with the bytes of the text as JSON
 * @throws ToolError `unsupported` for binary content
 */
export async function readBlobText(repository: Repository, id: string, wanted: Wanted): Promise<BlobText> {
  const window = new LineWindow({ ...wanted, maxBytes: wanted.maxBytes * 2 });
  let sniffed = 0;
  await eachChunk(repository, id, (chunk) => {
    if (sniffed < SNIFFED && hasNul(chunk.subarray(0, SNIFFED - sniffed), sniffed)) {
      fail('unsupported', 'The file is binary.', {
        next: 'Only text can be read; size and kind are in list_files.',
      });
    }
    sniffed += chunk.length;
    return window.push(chunk);
  });
  return decode(window, wanted.maxBytes);
}

/** A small blob comes whole from the git process that stays, a big one from one that is stopped in time. */
async function eachChunk(
  repository: Repository,
  id: string,
  consume: (chunk: Buffer) => 'more' | 'stop',
): Promise<void> {
  const size = (await repository.objects.info(id))?.size ?? Number.POSITIVE_INFINITY;
  const whole = size <= MAX_OBJECT_BYTES ? await repository.objects.content(id) : undefined;
  if (whole) consume(whole.bytes);
  else await repository.git(['cat-file', 'blob', id], { consume });
}

/** UTF-16 with its mark is text, though it is full of NULs. */
function hasNul(chunk: Buffer, before: number): boolean {
  const marked = before === 0 && /^(fffe|feff)/.test(chunk.subarray(0, 2).toString('hex'));
  return !marked && chunk.includes(0);
}
