import * as z from 'zod';

/** One typed parameter of a custom tool: `$1` is the first in the file, `$2` the second. */
export const Parameter = z.strictObject({
  type: z.enum([
    'string',
    'integer',
    'number',
    'boolean',
    'date',
    'timestamp',
    'uuid',
    'string[]',
    'integer[]',
  ]),
  description: z.string().min(1),
  /** Left out by the caller it is NULL, unless a default is given. */
  optional: z.boolean().default(false),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.int().positive().max(100_000).default(1_000),
});

/** A tool made of one SQL statement with parameters. */
export const SqlToolSettings = z.strictObject({
  source: z.string().optional(),
  title: z.string().optional(),
  description: z.string().min(10),
  effect: z.enum(['read', 'write', 'destroy']).default('read'),
  sql: z.string().min(1),
  parameters: z.record(z.string().regex(/^[a-z][a-zA-Z0-9_]{0,62}$/), Parameter).default({}),
  /** The question to the user before a `destroy`; `{name}` is a parameter's value. */
  confirmation: z.string().optional(),
  /** Rows a change may touch at most; more of them undo it. */
  maxRows: z.int().positive().max(10_000).optional(),
  timeoutMs: z.int().positive().max(600_000).optional(),
});

export type Parameter = z.output<typeof Parameter>;
export type SqlToolSettings = z.output<typeof SqlToolSettings>;
