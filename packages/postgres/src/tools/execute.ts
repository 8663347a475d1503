import * as z from 'zod';
import { demandMode } from '../write/demand-mode.ts';
import { runChange } from '../write/run-change.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { params, timeoutMs, Value } from './fields.ts';
import { withTimeout } from './with-timeout.ts';

export const execute = defineSourceTool({
  name: 'execute',
  title: 'Execute',
  toolset: 'write',
  description:
    'INSERT, UPDATE, DELETE or MERGE. A dry run unless dryRun is false: it runs, counts, shows RETURNING and locks, and is undone.',
  effect: 'destroy',
  input: {
    sql: z.string().min(1),
    params,
    dryRun: z.boolean().default(true),
    maxRows: z.int().min(1).max(1_000_000).default(100).describe('More changed rows undo it'),
    allowWithoutWhere: z.boolean().default(false),
    timeoutMs,
  },
  output: z.object({
    committed: z.boolean(),
    affected: z.int(),
    columns: z.array(z.string()),
    returned: z.array(z.array(Value)),
    locks: z.array(z.string()),
  }),
  confirmation: ({ sql, params, dryRun, maxRows }) =>
    dryRun
      ? undefined
      : `Run this on the database (at most ${maxRows} rows)?\n${sql.slice(0, 1_000)}\nwith ${JSON.stringify(params).slice(0, 500)}`,
  run: async ({ timeoutMs, ...change }, source, options) => {
    demandMode(source, 'dml');
    return runChange(source, change, withTimeout(source, options, timeoutMs));
  },
});
