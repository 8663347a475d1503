import * as z from 'zod';

/** A number that names something in GitHub's answer and cannot be read exactly. */
export class UnreadNumber extends Error {
  override readonly name = 'UnreadNumber';
}

/**
 * The types of GitHub's API allow for more than JSON reads exactly; such a number would name something else.
 *
 * @throws UnreadNumber, which a tool gives as `upstream_error`
 */
export function idOf(value: number | bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new UnreadNumber('GitHub gave a number that JSON does not keep.');
  return number;
}

/** An id in a GraphQL answer, where GitHub gives numbers over 32 bits as text: `idOf(BigInt(…))` reads it. */
export const givenBigId = z.string().regex(/^\d{1,19}$/);
