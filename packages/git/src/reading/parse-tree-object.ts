export interface RawTreeEntry {
  /** As it is stored, without leading zeros. */
  readonly mode: string;
  readonly name: Buffer;
  readonly id: string;
}

const BLANK = 0x20;

/**
 * The entries of a tree object: `mode SP name NUL id`, again and again.
 *
 * @param idBytes 20, or 32 in a repository of SHA-256
 * @returns undefined when it is malformed
 */
export function parseTreeObject(bytes: Buffer, idBytes: number): readonly RawTreeEntry[] | undefined {
  const entries: RawTreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(BLANK, at);
    const end = blank === -1 ? -1 : bytes.indexOf(0, blank + 1);
    const next = end + 1 + idBytes;
    if (end === -1 || next > bytes.length) return undefined;
    entries.push({
      mode: bytes.toString('latin1', at, blank),
      name: bytes.subarray(blank + 1, end),
      id: bytes.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}
