import * as z from 'zod';
import { demandMode } from '../write/demand-mode.ts';
import { runMigration } from '../write/run-migration.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { timeoutMs } from './fields.ts';
import { withTimeout } from './with-timeout.ts';

export const migrate = defineSourceTool({
  name: 'migrate',
  title: 'Migrate',
  toolset: 'write',
  description:
    'Change the schema: statements in one transaction, all or none, with warnings and the locks they take. A dry run unless dryRun is false.',
  effect: 'destroy',
  input: {
    statements: z.array(z.string().min(1)).min(1).max(50),
    dryRun: z.boolean().default(true),
    lockTimeoutMs: z.int().min(1).max(60_000).default(2_000),
    timeoutMs,
  },
  output: z.object({
    committed: z.boolean(),
    statements: z.array(z.object({ statement: z.string(), done: z.string(), warnings: z.array(z.string()) })),
    locks: z.array(z.string()),
  }),
  confirmation: ({ statements, dryRun }) =>
    dryRun ? undefined : `Change the schema of the database?\n${statements.join(';\n').slice(0, 2_000)}`,
  run: async ({ timeoutMs, ...migration }, source, options, { progress }) => {
    demandMode(source, 'ddl');
    return runMigration(source, migration, withTimeout(source, options, timeoutMs), progress);
  },
});
