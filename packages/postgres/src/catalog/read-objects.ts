import type * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';

/**
 * Runs a statement of ours that answers one JSON value a row, and reads it.
 *
 * @param schema of one row
 */
export async function readJson<Schema extends z.ZodType>(
  { database }: Pick<Source, 'database'>,
  schema: Schema,
  text: string,
  values: readonly (string | null)[],
  options: CallOptions,
): Promise<z.output<Schema>[]> {
  const { steps } = await database.read([{ text, values }], options);
  return (steps[0]?.rows ?? []).map(([json]) => schema.parse(JSON.parse(json ?? 'null')));
}

/** Shows a name as SQL needs it written. */
export const quoteName = (name: string) =>
  /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
