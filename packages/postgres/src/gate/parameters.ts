import { fail } from '@portolan/runtime';
import type { Statement } from './parse.ts';

/** @throws ToolError `invalid_arguments` where a statement has another number of parameters than there are values, or one holds NUL */
export function refuseUnfit({ parameters }: Statement, values: readonly unknown[]): void {
  const nul = values.findIndex((value) => typeof value === 'string' && value.includes('\0'));
  if (nul >= 0) {
    fail('invalid_arguments', `The argument params.${nul} holds a NUL character, which no value can.`, {
      next: 'Remove the NUL character.',
    });
  }
  if (parameters === values.length) return;
  const wanted = parameters === 0 ? 'no parameter' : parameters === 1 ? '$1 alone' : `$1 to $${parameters}`;
  const given = values.length === 1 ? 'one value' : `${values.length} values`;
  fail('invalid_arguments', `The argument params has ${given}, and the SQL has ${wanted}.`, {
    next: 'Give params one value for each of $1, $2 and so on, in this order.',
  });
}
