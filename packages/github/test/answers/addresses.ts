/** Every text in an answer that is an address, with the path of fields to it. */
export function addressesIn(answer: unknown, at = ''): string[] {
  if (typeof answer === 'string') return /^https?:\/\//.test(answer) ? [at] : [];
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, part]) =>
    addressesIn(part, Array.isArray(answer) ? at : `${at}/${key}`),
  );
}
