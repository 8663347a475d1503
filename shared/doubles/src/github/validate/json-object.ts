export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

/** The value below some keys; nothing when there is none. */
export const below = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((held, key) => (isObject(held) ? held[key] : undefined), value);
