import type * as z from 'zod';
import { fail } from '../errors/tool-error.ts';
import { parseValue } from '../json/parse-value.ts';
import { nearest } from './nearest.ts';

/**
 * Validates raw arguments against a tool's or a prompt's schema.
 *
 * @throws ToolError `invalid_arguments`: an unknown argument is named with the nearest known one,
 * a wrong one with what is expected
 */
export function parseArguments<Input extends z.ZodObject>(schema: Input, raw: unknown): z.output<Input> {
  const given = raw ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    fail('invalid_arguments', 'The arguments must be a JSON object.');
  }
  refuseUnknown(Object.keys(given), Object.keys(schema.shape));
  const parsed = parseValue(schema, given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'arguments'}: ${issue.message}`,
  );
  const arguments_ = [...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))];
  return fail('invalid_arguments', `${problems.join('; ')}.`, {
    next: `Correct ${arguments_.filter(Boolean).join(', ') || 'the arguments'} and call again.`,
    data: { arguments: arguments_ },
  });
}

function refuseUnknown(given: readonly string[], known: readonly string[]): void {
  const unknown = given.filter((key) => !known.includes(key));
  const [first] = unknown;
  if (first === undefined) return;
  const suggestion = nearest(first, known);
  fail('invalid_arguments', `Unknown argument ${unknown.map((key) => `"${key.slice(0, 64)}"`).join(', ')}.`, {
    next: suggestion
      ? `Use "${suggestion}" instead of "${first.slice(0, 64)}".`
      : `This tool takes ${known.length === 0 ? 'no arguments' : known.join(', ')}.`,
    data: { arguments: unknown },
  });
}
