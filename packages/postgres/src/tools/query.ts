import * as z from 'zod';
import { runQuery } from '../reading/run-query.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor, limit, maxBytes, params, Rows, timeoutMs } from './fields.ts';
import { withTimeout } from './with-timeout.ts';

export const query = defineSourceTool({
  name: 'query',
  title: 'Query',
  toolset: 'query',
  description:
    'Run one statement that only reads; params are the values of $1, $2. More rows: the same call with cursor = nextCursor, and ORDER BY for a steady order.',
  effect: 'read',
  maxBytes: 2_500_000,
  input: { sql: z.string(), params, limit, maxBytes, timeoutMs, cursor },
  output: Rows,
  run: (query, source, options) => runQuery(source, query, withTimeout(source, options, query.timeoutMs)),
});
