import { isUtf8 } from 'node:buffer';
import { fail, makeCursor, readCursor } from '@portolan/runtime';
import type { Access, OpenFile } from '../access/types.ts';
import { rowsWithRoom } from '../listing/page-room.ts';
import {
  characterBoundary,
  characterStart,
  decode,
  detectEncoding,
  type Encoding,
} from '../reading/encoding.ts';
import { showName } from '../roots/show.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import {
  type ArchiveEntry,
  type EntryContent,
  type EntryPart,
  type EntryType,
  HEAD_BYTES,
  leadsOut,
  type OpenEntry,
} from './archive-entry.ts';
import { fileSource, readAt, unpackedSource } from './byte-source.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { blockBytes, parseHeader } from './tar-header.ts';

/** Entries one call passes over; a list of a million names is an attack. */
const maxEntries = 200_000;

/** The formats that are told apart by their first bytes. */
export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz';

/** An entry as a caller sees it. */
export interface ShownEntry {
  /** Escaped; what `readArchiveEntry` takes. */
  readonly name: string;
  readonly type: EntryType;
  /** Bytes, as the archive claims. */
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly modified?: string;
  readonly linkTarget?: string;
  readonly encrypted?: true;
  /** Whether the name leads out of the folder the archive would be unpacked to. */
  readonly leadsOut?: true;
}

/** One page of entries, in the order of the archive. */
export interface ArchiveListing {
  readonly format: ArchiveFormat;
  readonly entries: readonly ShownEntry[];
  readonly truncated: boolean;
  readonly nextCursor?: string;
}

/** Which page of entries is asked for; `limit` counts entries. */
export interface ArchiveListOptions {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the entries of a zip, tar or tar.gz file in the order of the archive. Nothing is unpacked to disk.
 *
 * @throws ToolError `unsupported` for another or a damaged format, `too_large` for a bomb, and what opening a file gives
 */
export async function listArchive(
  access: Access,
  path: string,
  options: ArchiveListOptions,
): Promise<ArchiveListing> {
  using file = access.openFile(path);
  const question = ['read_archive', file.place.real, file.stat.size, file.stat.mtimeMs];
  const skipped = options.cursor === undefined ? 0 : Number(readCursor(question, options.cursor, 1)[0]);
  const format = detectFormat(file);
  const entries: ShownEntry[] = [];
  let index = 0;
  let hasMore = false;
  await eachEntry(file, format, options.signal, ({ entry }) => {
    index += 1;
    hasMore = entries.length === options.limit;
    if (index > skipped && !hasMore) entries.push(show(entry));
    return hasMore;
  });
  const fits = rowsWithRoom(entries, ({ name, linkTarget = '' }) => `${name}${linkTarget}`, ROW_BYTES);
  const truncated = hasMore || fits < entries.length;
  return {
    format,
    entries: entries.slice(0, fits),
    truncated,
    ...(truncated ? { nextCursor: makeCursor(question, [String(skipped + fits)]) } : {}),
  };
}

/** Kind, size, time, what is odd about an entry, in both forms, and the names of the fields. */
const ROW_BYTES = 300;

/** How much of an entry is asked for. */
export interface ArchiveReadOptions {
  /** Bytes of the unpacked content that are passed over. Default 0. */
  readonly offset?: number | undefined;
  /** Bytes of the unpacked content that are given. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** One entry with a part of its content. */
export interface ArchiveContent {
  readonly entry: ShownEntry;
  /** How `content` is to be read: text as it is, everything else in base64. */
  readonly encoding: 'text' | 'base64';
  readonly content: string;
  readonly truncated: boolean;
  /** The `offset` that goes on where this part ends. */
  readonly nextOffset?: number;
}

/**
 * The content of one entry. Links are not followed.
 *
 * @param name as the listing shows it, or as it stands in the archive
 * @throws ToolError `not_found`, `unsupported` for a folder, a link, encrypted or damaged data, `too_large` for a bomb
 */
export async function readArchiveEntry(
  access: Access,
  path: string,
  name: string,
  options: ArchiveReadOptions,
): Promise<ArchiveContent> {
  using file = access.openFile(path);
  let found: ArchiveContent | undefined;
  await eachEntry(file, detectFormat(file), options.signal, async ({ entry, read }) => {
    if (entry.name !== name && showName(entry.name) !== name) return false;
    if (entry.type !== 'file') {
      fail('unsupported', `The entry ${showName(entry.name)} is a ${entry.type}, not a file.`, {
        next: 'Ask for a file.',
      });
    }
    const part = { offset: options.offset ?? 0, maxBytes: options.maxBytes };
    found = toContent(entry, part, await read(part));
    return true;
  });
  return (
    found ??
    fail('not_found', `There is no entry ${showName(name.slice(0, 300))} in ${file.place.shown}.`, {
      next: 'List the archive, then ask for one of its names.',
    })
  );
}

async function eachEntry(
  file: OpenFile,
  format: ArchiveFormat,
  signal: AbortSignal | undefined,
  visit: (entry: OpenEntry) => boolean | Promise<boolean>,
): Promise<void> {
  if (format === 'zip') return eachOf(readZip(file, signal), signal, visit);
  if (format === 'tar') return eachOf(readTar(fileSource(file, signal), file.place.shown), signal, visit);
  await using source = unpackedSource(file, signal);
  return await eachOf(readTar(source, file.place.shown), signal, visit);
}

async function eachOf(
  entries: AsyncIterable<OpenEntry>,
  signal: AbortSignal | undefined,
  visit: (entry: OpenEntry) => boolean | Promise<boolean>,
): Promise<void> {
  const slices = new TimeSlices(signal);
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    if (count > maxEntries) fail('too_large', `The archive has more than ${maxEntries} entries.`);
    if (await visit(entry)) return;
    if (slices.over) await slices.rest();
  }
}

function detectFormat(file: OpenFile): ArchiveFormat {
  const start = readAt(file, 0, blockBytes);
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return 'zip';
  if (magic.startsWith('\x1f\x8b')) return 'tar.gz';
  if (parseHeader(start) !== undefined) return 'tar';
  return fail('unsupported', `${file.place.shown} is no zip, tar or tar.gz archive.`, {
    next: 'Read it with read_text_file or read_media_file.',
  });
}

function show({ name, type, size, modifiedMs, linkTarget, encrypted }: ArchiveEntry): ShownEntry {
  const modified = modifiedMs === undefined ? new Date(Number.NaN) : new Date(modifiedMs);
  return {
    name: showName(name),
    type,
    size,
    ...(Number.isNaN(modified.getTime()) ? {} : { modified: modified.toISOString() }),
    ...(linkTarget === undefined ? {} : { linkTarget: showName(linkTarget) }),
    ...(encrypted === true ? { encrypted } : {}),
    ...(leadsOut(name) ? { leadsOut: true } : {}),
  };
}

function toContent(entry: ArchiveEntry, part: EntryPart, content: EntryContent): ArchiveContent {
  const { bytes, truncated } = content;
  const shown = textOf(part, content);
  const nextOffset = part.offset + (shown?.end ?? bytes.length);
  return {
    entry: show(entry),
    ...(shown === undefined
      ? ({ encoding: 'base64', content: bytes.toString('base64') } as const)
      : ({ encoding: 'text', content: shown.text } as const)),
    truncated,
    ...(truncated && { nextOffset }),
  };
}

/** Undefined where the part is no text; `end` is where its last whole character ends. */
function textOf({ offset }: EntryPart, { head, bytes, truncated }: EntryContent) {
  const detected = detectEncoding(head, head.length < HEAD_BYTES);
  if (detected === undefined) return undefined;
  const { encoding, bomBytes } = detected;
  const start = Math.max(bomBytes - offset, offset === 0 ? 0 : firstCharacter(bytes, offset, encoding));
  const text = bytes.subarray(start);
  const whole = truncated ? characterBoundary(text, text.length, encoding) : text.length;
  const length = whole === 0 ? text.length : whole;
  const given = text.subarray(0, length);
  // Only the beginning was looked at: further on it may be something else.
  if (offset > 0 && encoding === 'utf-8' && !isUtf8(given)) return undefined;
  return { text: decode(given, encoding), end: start + length };
}

const firstCharacter = (bytes: Buffer, offset: number, encoding: Encoding) =>
  encoding.startsWith('utf-16') ? offset % 2 : characterStart(bytes, 0, encoding);
