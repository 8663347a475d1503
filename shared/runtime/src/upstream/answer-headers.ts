/** The header fields of an answer. A field that comes several times is one value, with commas between. */
export interface AnswerHeaders extends Iterable<readonly [name: string, value: string]> {
  /** By its name in letters of any size; null where the answer has no such field. */
  get(name: string): string | null;
}

/**
 * The class of the platform with this use loads all of `fetch`.
 *
 * @param fields later ones of a name come behind the earlier
 */
export function answerHeaders(fields: Iterable<readonly [name: string, value: string]>): AnswerHeaders {
  const byName = new Map<string, string>();
  for (const [given, value] of fields) {
    const name = given.toLowerCase();
    const before = byName.get(name);
    byName.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return {
    get: (name) => byName.get(name.toLowerCase()) ?? null,
    [Symbol.iterator]: () => byName[Symbol.iterator](),
  };
}
