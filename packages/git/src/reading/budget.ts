/**
 * Bytes of one answer's payload. It is in the answer twice, as data and as text, and both must stay below
 * 64 KiB with the rest of the envelope.
 */
export const PAYLOAD_BYTES = 24 * 1024;

/** Bytes of text when it is written as JSON inside JSON, as a client receives it. */
export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** As many of the items, from the first, as fit; at least one. */
export function fitting<Item>(items: readonly Item[], budget = PAYLOAD_BYTES): readonly Item[] {
  let room = budget;
  const count = items.findIndex((item, index) => {
    room -= doubled(item);
    return room < 0 && index > 0;
  });
  return count === -1 ? items : items.slice(0, count);
}

/** The mean of both forms: escaped once as data, and twice as text that is JSON itself. */
const doubled = (item: unknown) => {
  const once = JSON.stringify(item);
  return (Buffer.byteLength(once) + Buffer.byteLength(JSON.stringify(once))) / 2;
};

/** Text cut at a character so that it takes no more bytes than this as JSON, an ellipsis at its end. */
export function cutText(text: string, maxBytes: number): string {
  const kept = keptText(text, maxBytes);
  return kept.length === text.length ? text : `${kept}…`;
}

/** The longest beginning of a text that takes no more bytes than this as JSON. */
export function keptText(text: string, maxBytes: number): string {
  if (text.length * 6 <= maxBytes || jsonBytes(text) <= maxBytes) return text;
  let low = 0;
  let high = Math.min(text.length, maxBytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(text.slice(0, middle)) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  const last = text.charCodeAt(low - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? low - 1 : low);
}
