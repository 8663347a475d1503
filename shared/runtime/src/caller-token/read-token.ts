import type { IncomingHttpHeaders } from 'node:http';
import type { CallerTokenForm } from './types.ts';

/** GitHub's longest are about 520 characters. */
const longestToken = 2_048;

/** What a request brings: a token of the right form, or what is wrong with it, as a sentence without it. */
export type BroughtToken = { readonly token: string } | { readonly problem: string };

/** Reads the token of a request; undefined where it has none. */
export function readToken(
  headers: IncomingHttpHeaders,
  header: string,
  form: CallerTokenForm,
): BroughtToken | undefined {
  const value = headers[header];
  if (value === undefined) return undefined;
  const token = String(value);
  const problem = generalProblem(token) ?? form.problemOf(token);
  return problem === undefined ? { token } : { problem: `The header ${header} ${problem}` };
}

function generalProblem(value: string): string | undefined {
  if (value === '') return 'is empty: the variable that the client takes it from may not be set.';
  if (value.length > longestToken) return `is over ${longestToken} characters, and no token is so long.`;
  if (/^(?:bearer|basic|token)\s/i.test(value)) return 'must hold the token alone, without a word before it.';
  if (/^(?:\$|%\w+%|\{\{|<)/.test(value)) return 'holds a placeholder that the client did not fill in.';
  return /^[\x21-\x7e]+$/.test(value) ? undefined : 'holds more than one word.';
}
