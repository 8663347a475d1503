/** Bytes of text when it is written as JSON inside JSON, as a client receives it. */
export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Text cut at a character so that it takes no more bytes than this as JSON, an ellipsis at its end. */
export function cutText(text: string, maxBytes: number): string {
  const kept = keptText(text, maxBytes);
  return kept.length === text.length ? text : `${kept}…`;
}

/**
 * The longest beginning of a text that takes no more bytes than this as JSON, in whole characters. JSON writes half
 * a character longer than the whole: so the search never ends inside one, and may stop one before the longest.
 */
export function keptText(text: string, maxBytes: number): string {
  // Six bytes are the most that JSON makes of one unit, and two are the quotes.
  if (text.length * 6 + 2 <= maxBytes || jsonBytes(text) <= maxBytes) return text;
  let low = 0;
  let high = Math.min(text.length, maxBytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(text.slice(0, middle)) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low);
}
