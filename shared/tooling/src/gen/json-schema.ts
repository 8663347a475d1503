import * as z from 'zod';

/** The parts of a JSON Schema that the tables show. */
export interface SchemaNode {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly items?: SchemaNode | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

export const schemaNode: z.ZodType<SchemaNode> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get items() {
    return schemaNode.optional();
  },
  get properties() {
    return z.record(z.string(), schemaNode).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaNode]).optional();
  },
  get anyOf() {
    return z.array(schemaNode).optional();
  },
});

/** A type as a reader says it: `string`, `list of string`, `"a" or "b"`, `integer from 1 to 100`. */
export function typeName(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map(typeName).join(' or ');
  if (node.type === 'array') return `list of ${node.items ? typeName(node.items) : 'anything'}`;
  if (node.type === 'integer' || node.type === 'number') return `${node.type}${range(node)}`;
  return typeof node.type === 'object' ? node.type.join(' or ') : (node.type ?? 'anything');
}

/** Bounds this wide only keep numbers safe; they say nothing to a reader. */
const TELLING = 1e12;

function range({ minimum, maximum }: SchemaNode): string {
  const from = minimum !== undefined && Math.abs(minimum) < TELLING ? ` from ${minimum}` : '';
  const to = maximum !== undefined && Math.abs(maximum) < TELLING ? ` to ${maximum}` : '';
  return from + to;
}
