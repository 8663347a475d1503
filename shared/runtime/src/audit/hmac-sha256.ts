import { createHash, hash } from 'node:crypto';

/** What SHA-256 takes at a time, bytes. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Room for texts that need no buffer of their own, bytes. */
const SHORT_BYTES = 8 * 1024;

/** The HMAC of a text under one key, in hex; a long one may come in parts. */
export type Hmac = (text: string | Iterable<string>) => string;

/**
 * HMAC-SHA-256 as RFC 2104 defines it, by two hashes in one call each. `createHmac` makes a stream for every
 * text, which costs more than twice as much and leaves a native object to collect.
 */
export function hmacSha256(key: Uint8Array): Hmac {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.alloc(BLOCK_BYTES + SHORT_BYTES);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);
  inner.set(block.map((byte) => byte ^ 0x36));
  outer.set(block.map((byte) => byte ^ 0x5c));

  const digestOfParts = (parts: Iterable<string>) => {
    const sum = createHash('sha256').update(inner.subarray(0, BLOCK_BYTES));
    for (const part of parts) sum.update(part);
    return sum.digest('binary');
  };
  const digest = (text: string) => {
    // Three bytes of UTF-8 are the most that one UTF-16 unit becomes.
    if (text.length * 3 > SHORT_BYTES) return digestOfParts([text]);
    const bytes = inner.write(text, BLOCK_BYTES);
    return hash('sha256', inner.subarray(0, BLOCK_BYTES + bytes), 'binary');
  };
  return (text) => {
    outer.write(typeof text === 'string' ? digest(text) : digestOfParts(text), BLOCK_BYTES, 'binary');
    return hash('sha256', outer, 'hex');
  };
}
