import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fail, ToolError } from '@portolan/runtime';
import type { Entry, ZipFile } from 'yauzl';
import type { OpenFile } from '../access/types.ts';
import {
  type ArchiveEntry,
  collect,
  type EntryContent,
  type EntryPart,
  type EntryType,
  MAX_UNPACKED_BYTES,
  type OpenEntry,
} from './archive-entry.ts';
import { readAt, readChunks } from './byte-source.ts';

/** The upper half of the external attributes is the Unix mode; these are its type bits. */
const modeTypes = new Map<number, EntryType>([
  [0o040000, 'directory'],
  [0o120000, 'symlink'],
]);

/**
 * The entries of a zip archive, from its central directory.
 *
 * @throws ToolError `unsupported` where it is damaged
 */
export async function* readZip(
  file: OpenFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<OpenEntry, void> {
  const { shown } = file.place;
  const yauzl = await import('./zip-library.ts');
  const zip = await openZip(yauzl, file);
  try {
    for (let entry = await nextEntry(zip, shown); entry !== undefined; entry = await nextEntry(zip, shown)) {
      signal?.throwIfAborted();
      const current = entry;
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = current;
      const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      yield { entry: describe(current, name), read: (part) => readEntry(zip, current, part, shown, signal) };
    }
  } finally {
    zip.close();
  }
}

function describe(entry: Entry, name: string): ArchiveEntry {
  const type = modeTypes.get((entry.externalFileAttributes >>> 16) & 0o170000);
  return {
    name,
    type: name.endsWith('/') ? 'directory' : (type ?? 'file'),
    size: entry.uncompressedSize,
    modifiedMs: entry.getLastModDate({ timezone: 'UTC' }).getTime(),
    ...(entry.isEncrypted() ? { encrypted: true } : {}),
  };
}

function openZip(yauzl: typeof import('./zip-library.ts'), file: OpenFile): Promise<ZipFile> {
  class VerifiedReader extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(readChunks(file, start, end), { objectMode: false });
    }

    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null) => void,
    ): void {
      try {
        const part = readAt(file, position, length);
        part.copy(buffer, offset);
        setImmediate(callback, part.length < length ? new Error('unexpected end of file') : null);
      } catch (error) {
        setImmediate(callback, error instanceof Error ? error : new Error('unreadable', { cause: error }));
      }
    }
  }
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(new VerifiedReader(), file.stat.size, options, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(asDamage(error, file.place.shown));
    });
  });
}

function nextEntry(zip: ZipFile, shown: string): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError);
      settle();
    };
    const onEntry = (entry: Entry): void => finish(() => resolve(entry));
    const onEnd = (): void => finish(() => resolve(undefined));
    const onError = (error: unknown): void => finish(() => reject(asDamage(error, shown)));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

async function readEntry(
  zip: ZipFile,
  entry: Entry,
  part: EntryPart,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<EntryContent> {
  if (entry.isEncrypted()) {
    fail('unsupported', `The entry of ${shown} is encrypted.`, {
      next: 'Ask for another entry, or for the archive without a password.',
    });
  }
  if (!entry.canDecodeFileData()) {
    fail(
      'unsupported',
      `The entry of ${shown} is packed with method ${entry.compressionMethod}, which is not known here.`,
    );
  }
  try {
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error)));
    });
    let sum = 0;
    const content = await collect(stream, part, (chunk, unpacked) => {
      signal?.throwIfAborted();
      sum = crc32(chunk, sum);
      if (unpacked > MAX_UNPACKED_BYTES)
        fail('too_large', `The entry of ${shown} unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`);
    });
    if (!content.truncated && sum !== entry.crc32) throw new Error('checksum does not match');
    return content;
  } catch (error) {
    signal?.throwIfAborted();
    throw asDamage(error, shown);
  }
}

function asDamage(error: unknown, shown: string): ToolError {
  if (error instanceof ToolError) return error;
  const reason = error instanceof Error ? error.message : 'it cannot be read';
  return new ToolError('unsupported', `${shown} is not a zip archive, or it is damaged: ${reason}.`, {
    cause: error,
  });
}
