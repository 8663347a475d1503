import * as z from 'zod';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An answer without the fields that say nothing: those that are null, undefined or false, lists without an entry,
 * and values that are `usual` for a field of that name. What the schema demands stays, at any depth; so does all
 * that is below a part for which the schema has neither fields nor entries, such as a record. A server whose answers
 * go through it says so in its instructions.
 */
export function concise(answer: Fields, schema?: z.ZodObject, usual: Fields = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(answer)) {
    const field = schema?.shape[name];
    const demanded = field !== undefined && !(field instanceof z.ZodOptional);
    if (demanded || !(isSilent(value) || usual[name] === value)) kept[name] = part(value, field, usual);
  }
  return kept;
}

const isSilent = (value: unknown) =>
  value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);

function part(value: unknown, field: unknown, usual: Fields): unknown {
  const schema = field instanceof z.ZodOptional ? field.unwrap() : field;
  if (Array.isArray(value)) {
    if (schema !== undefined && !(schema instanceof z.ZodArray || schema instanceof z.ZodUnknown))
      return value;
    const entry = schema instanceof z.ZodArray ? schema.element : undefined;
    return value.map((item) => part(item, entry, usual));
  }
  if (!isFields(value)) return value;
  if (schema instanceof z.ZodObject) return concise(value, schema, usual);
  return schema === undefined || schema instanceof z.ZodUnknown ? concise(value, undefined, usual) : value;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
