import { fail } from '@portolan/runtime';
import type { Statement } from './parse.ts';

/**
 * @throws ToolError `invalid_arguments` where a statement has another number of parameters than there are values, or
 *   one cannot be sent as it was given
 */
export function refuseUnfit({ parameters }: Statement, values: readonly unknown[]): void {
  for (const [at, value] of values.entries()) refuseValue(at, value);
  if (parameters === values.length) return;
  const wanted = parameters === 0 ? 'no parameter' : parameters === 1 ? '$1 alone' : `$1 to $${parameters}`;
  const given = values.length === 1 ? 'one value' : `${values.length} values`;
  fail('invalid_arguments', `The argument params has ${given}, and the SQL has ${wanted}.`, {
    next: 'Give params one value for each of $1, $2 and so on, in this order.',
  });
}

/** What would arrive as something else, and so find or change other rows than those meant. */
function refuseValue(at: number, value: unknown): void {
  const refuse = (why: string, next: string) =>
    fail('invalid_arguments', `The argument params.${at} ${why}.`, { next });
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    refuse('is a number that JSON does not carry exactly', 'Give it as text, as in "9007199254740993".');
  }
  if (typeof value !== 'string') return;
  if (value.includes('\0')) refuse('holds a NUL character, which no value can', 'Remove the NUL character.');
  if (!value.isWellFormed())
    refuse('holds half of a character', 'Give whole characters: both halves of the pair, or neither.');
}
