import type * as z from 'zod';

/**
 * So many times a schema is walked before zod writes a function for it. To write one costs what 150 walks of the
 * schema cost more than 150 runs of the function do, and a process parses most of its schemas a few times only.
 */
const WALKS = 16;
const walked = new WeakMap<z.ZodType, number>();
const walk = { jitless: true };

/** Parses a value with a schema, cheaply also the first time. */
export function parseValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  const walks = walked.get(schema) ?? 0;
  if (walks >= WALKS) return schema.safeParse(value);
  walked.set(schema, walks + 1);
  return schema.safeParse(value, walk);
}

/**
 * The value as a schema reads it.
 *
 * @throws ZodError for a value that it refuses
 */
export function parsedValue<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = parseValue(schema, value);
  if (parsed.success) return parsed.data;
  throw parsed.error;
}
