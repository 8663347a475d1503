/**
 * The types of GitHub's API allow for more than JSON reads exactly; such a number would name something else.
 *
 * @throws TypeError, which a tool gives as `upstream_error`
 */
export function idOf(value: number | bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new TypeError('GitHub gave a number that JSON does not keep.');
  return number;
}
