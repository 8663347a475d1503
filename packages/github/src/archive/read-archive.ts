import { fail, ToolError } from '@portolan/runtime';
import { nameOf } from '../people/text.ts';

/** An entry of an archive. Nothing is ever written to a disk, so a name leads nowhere; it is only told. */
export type ArchiveEntry = {
  readonly path: string;
  /** Uncompressed, as the archive says. */
  readonly bytes: number;
  /** The name would lead out of a folder that it is unpacked in. */
  readonly unsafe?: true;
};

/** Entries of an archive that are looked at, folders included: what is after them is neither listed nor read. */
const MOST_ENTRIES = 20_000;
/** Bytes that are unpacked of one entry, whatever the archive says of its size. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The entries of a zip archive, by its directory: nothing is unpacked. */
export async function listEntries(
  zip: Uint8Array,
): Promise<{ readonly entries: readonly ArchiveEntry[]; readonly more: boolean }> {
  const entries: ArchiveEntry[] = [];
  const { more } = await eachEntry(zip, ({ name, unsafe, entry }) => {
    if (!name.endsWith('/')) {
      entries.push({ path: nameOf(name), bytes: entry.uncompressedSize, ...(unsafe && { unsafe }) });
    }
    return false;
  });
  return { entries, more };
}

/**
 * Unpacks one entry as far as somebody reads.
 *
 * @throws ToolError `not_found`, `unsupported`; `too_large` for more than 512 MiB
 */
export async function readEntry<Result>(
  zip: Uint8Array,
  path: string,
  consume: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const found: { read?: () => Promise<AsyncIterable<Uint8Array>> } = {};
  const { more } = await eachEntry(zip, ({ name, entry, open }) => {
    if (nameOf(name) !== path) return false;
    if (!entry.canDecodeFileData()) fail('unsupported', 'The entry is encrypted or packed in another way.');
    found.read = open;
    return true;
  });
  const read =
    found.read ??
    fail('not_found', `The artifact has no such entry${more ? ` in its first ${MOST_ENTRIES}` : ''}.`, {
      next: 'Call without path for the list.',
    });
  return guarded(async () => consume(bounded(await read())));
}

type Opened = Awaited<ReturnType<typeof openZip>>;
type ZipEntry = Opened extends { eachEntry(): AsyncIterable<infer Entry> } ? Entry : never;

async function openZip(zip: Uint8Array) {
  const { fromBufferPromise } = await import('./yauzl.ts');
  // The names are decoded here, because one that leads elsewhere would end the list.
  return fromBufferPromise(Buffer.from(zip.buffer, zip.byteOffset, zip.length), {
    lazyEntries: true,
    decodeStrings: false,
    autoClose: false,
  });
}

interface Visited {
  readonly name: string;
  readonly unsafe: true | undefined;
  readonly entry: ZipEntry;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** @param visit says whether it has seen enough */
async function eachEntry(
  zip: Uint8Array,
  visit: (visited: Visited) => boolean,
): Promise<{ readonly more: boolean }> {
  const { getFileNameLowLevel, validateFileName } = await import('./yauzl.ts');
  return guarded(async () => {
    const opened = await openZip(zip);
    let visited = 0;
    for await (const entry of opened.eachEntry()) {
      if (++visited > MOST_ENTRIES) return { more: true };
      const name = getFileNameLowLevel(
        entry.generalPurposeBitFlag,
        entry.fileNameRaw,
        entry.extraFields,
        false,
      );
      const unsafe = validateFileName(name) === null ? undefined : true;
      if (visit({ name, unsafe, entry, open: () => opened.openReadStreamPromise(entry) })) break;
    }
    return { more: false };
  });
}

/** What is no archive, or a broken one, is a fault of the archive and not of this server. */
async function guarded<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ToolError || (error instanceof Error && error.name === 'AbortError')) throw error;
    throw new ToolError('unsupported', 'The artifact is not a zip archive that can be read.', {
      cause: error,
    });
  }
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) fail('too_large', 'The entry unpacks to more than 512 MiB.');
    yield chunk;
  }
}
