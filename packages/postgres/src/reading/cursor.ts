import { createHash } from 'node:crypto';
import { fail } from '@portolan/runtime';
import * as z from 'zod';

const Cursor = z.tuple([z.string(), z.int().min(1)]);

/** A place in the rows of one statement with its parameters. */
export const encodeCursor = (of: string, offset: number): string =>
  Buffer.from(JSON.stringify([of, offset])).toString('base64url');

/** What a cursor belongs to: the source, the statement and its parameters. */
export const cursorOwner = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);

/** @throws ToolError `invalid_arguments` for a cursor of another statement, or of nobody */
export function decodeCursor(cursor: string | undefined, owner: string): number {
  if (cursor === undefined) return 0;
  const next = 'Call again without a cursor, or with the same arguments as before.';
  let decoded: z.output<typeof Cursor>;
  try {
    decoded = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    return fail('invalid_arguments', 'The argument cursor is not one this tool gave.', { next, cause });
  }
  const [of, offset] = decoded;
  return of === owner
    ? offset
    : fail('invalid_arguments', 'The argument cursor belongs to other arguments.', { next });
}
