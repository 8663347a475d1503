import { createHash } from 'node:crypto';
import { fail } from '../errors/tool-error.ts';

const longestCursor = 16_384;
const sealLength = 16;

/**
 * Makes a cursor: where an answer stopped, sealed with the question it belongs to. It holds no state in
 * this process, so it survives a restart and works on every replica.
 *
 * @param question every argument that shapes the answer, the cursor itself left out
 * @param place where the next page begins after
 */
export function makeCursor(question: unknown, place: readonly string[]): string {
  const body = Buffer.from(JSON.stringify(place)).toString('base64url');
  return `${body}.${seal(question, body)}`;
}

/**
 * Reads a cursor made for the same question.
 *
 * @throws ToolError `invalid_arguments` where it was changed, cut, or belongs to another question
 */
export function readCursor(question: unknown, cursor: string, length: number): readonly string[] {
  const [body = '', given = '', ...rest] = cursor.length > longestCursor ? [] : cursor.split('.');
  const place = rest.length === 0 && given === seal(question, body) ? parsePlace(body) : undefined;
  if (place?.length !== length) {
    fail('invalid_arguments', 'The cursor was not made by this call with these arguments.', {
      next: 'Pass the cursor of the previous answer unchanged, with the same arguments, or leave it out to start again.',
    });
  }
  return place;
}

function seal(question: unknown, body: string): string {
  return createHash('sha256')
    .update(JSON.stringify(question))
    .update('\0')
    .update(body)
    .digest('base64url')
    .slice(0, sealLength);
}

/** The seal is no secret, so a well-sealed cursor may still hold anything. */
function parsePlace(body: string): string[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return Array.isArray(place) && place.every((part) => typeof part === 'string') ? place : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
