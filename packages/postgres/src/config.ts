import type { SettingMeta } from '@portolan/runtime';
import * as z from 'zod';
import { SqlToolSettings } from './custom/settings.ts';
import { modes } from './sources/types.ts';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** Longest run of a statement unless the operator says otherwise, milliseconds. */
const STATEMENT_TIMEOUT_MS = 15_000;
const LOCK_TIMEOUT_MS = 3_000;

const limits = {
  mode: z
    .enum(modes)
    .default('readonly')
    .meta(
      about('What may be done: read; change rows; change the schema as well; end sessions as well', {
        changesTools: true,
      }),
    ),
  schemas: z
    .array(z.string())
    .default([])
    .meta(about('Open only these schemas', { placeholder: 'NAME,…' })),
  denySchemas: z
    .array(z.string())
    .default([])
    .meta(about('Keep these schemas closed', { placeholder: 'NAME,…' })),
  mask: z
    .array(z.string())
    .default([])
    .meta(about('Hide the values of these columns: table.column or *.column', { placeholder: 'COLUMN,…' })),
  role: z
    .string()
    .optional()
    .meta(about('Role taken on in every transaction, with SET ROLE', { placeholder: 'ROLE' })),
  callerRoles: z
    .record(z.string(), z.string())
    .optional()
    .meta(
      about('Role taken on by the roles of the caller, the first that fits; in the config file', {
        placeholder: 'MAP',
      }),
    ),
  allowSuperuser: z
    .boolean()
    .default(false)
    .meta(about('Serve a read-only source although its role is a superuser')),
  maxConnections: z.int().min(1).max(50).default(4).meta(about('Connections of a source at most')),
  statementTimeoutMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(STATEMENT_TIMEOUT_MS)
    .meta(about('Longest run of a statement, milliseconds')),
  lockTimeoutMs: z
    .int()
    .min(1)
    .max(600_000)
    .default(LOCK_TIMEOUT_MS)
    .meta(about('Longest wait for a lock, milliseconds')),
  maxCost: z
    .number()
    .positive()
    .optional()
    .meta(about('Do not run a query that the planner thinks dearer than this', { placeholder: 'COST' })),
};

/** One of several sources; what it leaves out is as the flags say. */
const SourceInput = z.strictObject({
  url: z.string().optional(),
  /** The environment variable that holds the URL. */
  urlEnv: z.string().optional(),
  mode: z.enum(modes).optional(),
  schemas: z.array(z.string()).optional(),
  denySchemas: z.array(z.string()).optional(),
  mask: z.array(z.string()).optional(),
  role: z.string().optional(),
  callerRoles: z.record(z.string(), z.string()).optional(),
  allowSuperuser: z.boolean().optional(),
  maxConnections: limits.maxConnections.unwrap().optional(),
  statementTimeoutMs: limits.statementTimeoutMs.unwrap().optional(),
  lockTimeoutMs: limits.lockTimeoutMs.unwrap().optional(),
  maxCost: z.number().positive().optional(),
});

/** The settings of this server alone; every server also has the common ones. */
export const config = z.object({
  url: z
    .string()
    .optional()
    .meta(
      about('The database, as postgresql://user@host:5432/name', {
        env: 'DATABASE_URL',
        positional: true,
        secret: true,
        placeholder: 'URL',
      }),
    ),
  demo: z
    .boolean()
    .default(false)
    .meta(about('Serve a sample database inside this process instead of the URL')),
  ...limits,
  allowFunctions: z
    .array(z.string())
    .default([])
    .meta(about('Functions that may be called although they are volatile', { placeholder: 'NAME,…' })),
  sources: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/), SourceInput)
    .optional()
    .meta(
      about('Several databases by alias; in the config file', { placeholder: 'MAP', changesTools: true }),
    ),
  sqlTools: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/), SqlToolSettings)
    .optional()
    .meta(
      about('Tools made of your own SQL; in the config file', { placeholder: 'MAP', changesTools: true }),
    ),
});

export type Config = z.output<typeof config>;
