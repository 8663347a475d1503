/** Longer ones are not held until the next, characters. */
const MAX_HELD = 256 * 1024;

let last: { readonly value: object; readonly json: string } | undefined;

/**
 * Writes a value as JSON and remembers the last: most answers carry the same JSON as a text and as a structure, are
 * measured, and leave before the next is written, and each of these would write it anew. Nobody may change the value
 * after. A `WeakMap` of all costs the collector more than is saved.
 */
export function writeJson(value: object): string {
  const json = JSON.stringify(value);
  last = json.length > MAX_HELD ? undefined : { value, json };
  return json;
}

/** What `writeJson` wrote of this very value, where it is the last. */
export const writtenJson = (value: object): string | undefined =>
  last?.value === value ? last.json : undefined;
