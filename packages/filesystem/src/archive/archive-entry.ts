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
   * A part of the content, unpacked. What stands before it is unpacked too and passed over.
   *
   * @throws ToolError `unsupported` where it is encrypted, packed in an unknown way, or damaged
   */
  read(part: EntryPart): Promise<EntryContent>;
}

/** Which bytes of the unpacked content are asked for. */
export interface EntryPart {
  readonly offset: number;
  readonly maxBytes: number;
}

/** A part of what an entry unpacks to. */
export interface EntryContent {
  /** The beginning of the content, at most `HEAD_BYTES`: every part is read in the encoding that it shows. */
  readonly head: Buffer;
  readonly bytes: Buffer;
  /** Whether the content goes on behind the part. */
  readonly truncated: boolean;
}

/** Bytes that tell how an entry is to be read. */
export const HEAD_BYTES = 256 * 1024;
/** The most one call unpacks before the part it gives; a few seconds of work. */
export const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

/** Whether unpacking the entry by its name could write outside the folder it is unpacked to. */
export function leadsOut(name: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)|\0/.test(name);
}

/** Collects a part of a stream of chunks. @param visit sees each chunk and the bytes up to its end; it may throw */
export async function collect(
  chunks: AsyncIterable<Buffer>,
  { offset, maxBytes }: EntryPart,
  visit: (chunk: Buffer, unpacked: number) => void,
): Promise<EntryContent> {
  const [head, parts]: [Buffer[], Buffer[]] = [[], []];
  const end = offset + maxBytes;
  let at = 0;
  for await (const chunk of chunks) {
    visit(chunk, at + chunk.length);
    if (at < HEAD_BYTES) head.push(chunk);
    if (at < end && at + chunk.length > offset)
      parts.push(chunk.subarray(Math.max(0, offset - at), Math.max(0, end - at)));
    at += chunk.length;
    if (at > end && at >= HEAD_BYTES) break;
  }
  return {
    head: Buffer.concat(head).subarray(0, HEAD_BYTES),
    bytes: Buffer.concat(parts),
    truncated: at > end,
  };
}
