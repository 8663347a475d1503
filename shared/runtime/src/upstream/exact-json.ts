import { isRecord } from '../json/is-record.ts';

/** Sixteen digits are the fewest with which a number can lose one. */
const manyDigits = /\d{16}/;

/**
 * JSON whose numbers are what was written: a whole number that a double does not hold comes as the text of its
 * digits, never rounded to another one. Only a text with that many digits is read with a look at every value, which
 * takes about five times as long.
 *
 * @throws SyntaxError for what is not JSON
 */
export const parseExactJson = (text: string): unknown =>
  manyDigits.test(text) ? JSON.parse(text, exact) : JSON.parse(text);

/** The third argument, with what was written, is not in TypeScript's description of `JSON.parse` yet. */
function exact(...[, value, context]: readonly unknown[]): unknown {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const source = isRecord(context) ? context.source : undefined;
  return typeof source === 'string' && /^-?\d+$/.test(source) ? source : value;
}
