import * as z from 'zod';
import type { Parameter } from './settings.ts';

/** Items of a list parameter at most. */
const MAX_ITEMS = 1_000;

/** The input schema of a custom tool. */
export const inputSchema = (parameters: Readonly<Record<string, Parameter>>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, fieldOf(parameter)]));

function fieldOf(parameter: Parameter): z.ZodType {
  const { description, optional } = parameter;
  const type = typeOf(parameter).describe(description);
  if (parameter.default !== undefined) return type.default(parameter.default);
  return optional ? type.optional() : type;
}

function typeOf(parameter: Parameter): z.ZodType {
  switch (parameter.type) {
    case 'integer':
      return bounded(z.int(), parameter);
    case 'number':
      return bounded(z.number(), parameter);
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.iso.date();
    case 'timestamp':
      return z.iso.datetime({ offset: true });
    case 'uuid':
      return z.uuid();
    case 'string[]':
      return z.array(text(parameter)).max(MAX_ITEMS);
    case 'integer[]':
      return z.array(bounded(z.int(), parameter)).max(MAX_ITEMS);
    default:
      return text(parameter);
  }
}

const text = ({ enum: choices, maxLength }: Parameter): z.ZodType =>
  choices === undefined ? z.string().max(maxLength) : z.enum(choices);

function bounded(type: z.ZodNumber, { minimum, maximum }: Parameter): z.ZodType {
  const from = minimum === undefined ? type : type.min(minimum);
  return maximum === undefined ? from : from.max(maximum);
}
