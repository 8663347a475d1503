import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
/** Random bytes are drawn for so many ids at once, which is most of their cost. */
const pool = Buffer.alloc(256 * ID_BYTES);
let at = pool.length;

/** A new trace id as W3C Trace Context writes it: 32 hex digits. */
export function newTraceId(): string {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += ID_BYTES;
  return pool.toString('hex', at - ID_BYTES, at);
}
