/** What an archive says an entry is; `other` are devices, FIFOs and what is not known. */
export type EntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** What an archive says about one of its entries. Nothing of it is trusted, and nothing is put on disk. */
export interface ArchiveEntry {
  /** As it stands in the archive; not escaped. */
  readonly name: string;
  readonly type: EntryType;
  /** Bytes of the content, as the archive claims. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number | undefined;
  readonly linkTarget?: string;
  readonly encrypted?: true;
}

/** An entry that an open archive stands at. It can be read until the next one is asked for. */
export interface OpenEntry {
  readonly entry: ArchiveEntry;
  /**
   * The first bytes of the content, unpacked.
   *
   * @throws ToolError `unsupported` where it is encrypted, packed in an unknown way, or damaged
   */
  read(maxBytes: number): Promise<EntryContent>;
}

/** What an entry unpacks to, up to the bytes asked for. */
export interface EntryContent {
  readonly bytes: Buffer;
  readonly truncated: boolean;
}

/** Whether unpacking the entry by its name could write outside the folder it is unpacked to. */
export function leadsOut(name: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)|\0/.test(name);
}

/** Collects the beginning of a stream of chunks. */
export async function collect(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<EntryContent> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, maxBytes), truncated: length > maxBytes };
}
