/** Bytes of text when it is written as JSON inside JSON, as a client receives it. */
const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

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
