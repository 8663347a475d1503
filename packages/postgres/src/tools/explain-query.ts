import * as z from 'zod';
import { explainQuery } from '../explain/explain-query.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { params, timeoutMs } from './fields.ts';
import { withTimeout } from './with-timeout.ts';

export const explainQueryTool = defineSourceTool({
  name: 'explain_query',
  title: 'Explain Query',
  toolset: 'query',
  description:
    'The plan of a statement with what stands out. analyze runs it (reads only). hypotheticalIndexes: CREATE INDEX statements to plan with, needs hypopg.',
  effect: 'read',
  input: {
    sql: z.string(),
    params,
    analyze: z.boolean().optional(),
    hypotheticalIndexes: z.array(z.string()).max(10).default([]),
    timeoutMs,
  },
  output: z.object({
    plan: z.string(),
    totalCost: z.number(),
    findings: z.array(z.string()),
    executionMs: z.number().optional(),
    costWithout: z.number().optional(),
    usedIndexes: z.array(z.string()).optional(),
  }),
  run: ({ timeoutMs, analyze = false, ...request }, source, options) =>
    explainQuery(source, { ...request, analyze }, withTimeout(source, options, timeoutMs)),
});
