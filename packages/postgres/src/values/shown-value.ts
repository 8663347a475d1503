/** Longest value shown, bytes of its text. */
const MAX_CELL_BYTES = 2_048;

export type Shown = string | number | boolean | null;

const BOOLEAN = 16;
/** Integers that every JSON reader keeps exactly; an int8 it may not. */
const integers = new Set([21, 23, 26]);

/**
 * A value as it is answered: booleans and short integers as such, everything else as the server's own text,
 * so that nothing is lost or turned into null. A long one is cut and says so.
 */
export function shownValue(text: string | null, type: number): Shown {
  if (text === null) return null;
  if (type === BOOLEAN) return text === 't';
  if (integers.has(type)) return Number(text);
  return isCut(text) ? `${beginning(text)}… [cut: ${text.length} characters]` : text;
}

/** Whether a value is longer than is shown. */
export const isCut = (text: string | null): boolean =>
  text !== null && text.length * 3 > MAX_CELL_BYTES && Buffer.byteLength(text) > MAX_CELL_BYTES;

/** At most so many bytes, never half a character. */
function beginning(text: string): string {
  const bytes = Buffer.from(text.slice(0, MAX_CELL_BYTES)).subarray(0, MAX_CELL_BYTES);
  return new TextDecoder('utf-8').decode(bytes, { stream: true });
}
