import * as z from 'zod';
import { fail } from '../errors/tool-error.ts';

const Cursor = z.tuple([z.int().min(0), z.string().nullable()]);

/** A place in the list of resources: which lister, and that lister's own cursor. */
export interface ListPosition {
  readonly at: number;
  readonly inner: string | undefined;
}

/** A place as the cursor that a client gives back. */
export const encodeCursor = ({ at, inner }: ListPosition): string =>
  Buffer.from(JSON.stringify([at, inner ?? null])).toString('base64url');

/** @throws ToolError `invalid_arguments` for a cursor this server did not give */
export function decodeCursor(cursor: string | undefined): ListPosition {
  if (cursor === undefined) return { at: 0, inner: undefined };
  try {
    const [at, inner] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, inner: inner ?? undefined };
  } catch (cause) {
    return fail('invalid_arguments', 'The cursor is not one this server gave.', {
      next: 'Start again without a cursor.',
      cause,
    });
  }
}
