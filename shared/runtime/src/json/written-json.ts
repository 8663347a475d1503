const written = new WeakMap<object, string>();

/**
 * Writes a value as JSON and remembers it as long as the value is held: most answers carry the same JSON as a text
 * and as a structure, are measured, and are sent, and each would write it anew. Nobody may change the value after.
 */
export function writeJson(value: object): string {
  const json = JSON.stringify(value);
  written.set(value, json);
  return json;
}

/** What `writeJson` wrote of this very value. */
export const writtenJson = (value: object): string | undefined => written.get(value);
