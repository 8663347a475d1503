/** Finds secrets in text by their shape and replaces them; knows the configured secrets by value too. */
export interface Redactor {
  text(value: string): string;
  /** Redacts every string inside a JSON value, and whole values under secret-looking keys. */
  value(value: unknown): unknown;
  /** `value` for an object: same keys, redacted values. */
  record(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}
