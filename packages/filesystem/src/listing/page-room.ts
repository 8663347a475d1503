/**
 * Bytes that the rows of one answer may take as JSON, in both of its forms together. With what else it says
 * they stay below the default of `--max-answer-bytes`.
 */
export const PAGE_BYTES = 900_000;

/** The most bytes that a UTF-16 unit of a shown name takes in JSON. Control characters are escapes in it already. */
const MAX_UNIT_BYTES = 3;

/** Bytes of a text in JSON, with its quotes. */
export const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/**
 * How many of the rows, from the first, one answer has room for; at least one.
 *
 * @param textOf what of a row is long: its name or path as it is shown, which is in both forms
 * @param besideBytes what else a row takes at most, bytes in both forms together
 */
export function rowsWithRoom<Row>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  besideBytes: number,
): number {
  const most = rows.reduce((sum, row) => sum + 2 * MAX_UNIT_BYTES * textOf(row).length + besideBytes, 0);
  if (most <= PAGE_BYTES) return rows.length;
  let left = PAGE_BYTES;
  const full = rows.findIndex((row, index) => {
    left -= 2 * jsonBytes(textOf(row)) + besideBytes;
    return left < 0 && index > 0;
  });
  return full === -1 ? rows.length : full;
}
