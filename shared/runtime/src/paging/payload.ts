/**
 * Bytes of one answer's payload. It is in the answer twice, as data and as text, and both must stay below
 * 64 KiB with the rest of the envelope.
 */
export const PAYLOAD_BYTES = 24 * 1024;

/** Bytes of a value in an answer: the mean of once escaped as data and twice as text that is JSON itself. */
export function payloadBytes(value: unknown): number {
  const once = JSON.stringify(value);
  return (Buffer.byteLength(once) + Buffer.byteLength(JSON.stringify(once))) / 2;
}

/**
 * As many of the items, from the first, as fit; at least one.
 *
 * @param budget bytes, as `payloadBytes` counts them
 */
export function fitting<Item>(items: readonly Item[], budget = PAYLOAD_BYTES): readonly Item[] {
  let room = budget;
  const count = items.findIndex((item, index) => {
    room -= payloadBytes(item);
    return room < 0 && index > 0;
  });
  return count === -1 ? items : items.slice(0, count);
}
