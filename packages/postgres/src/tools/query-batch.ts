import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { type QueryAnswer, runQuery } from '../reading/run-query.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { DEFAULT_BYTES, params, Rows } from './fields.ts';
import { withTimeout } from './with-timeout.ts';

const MAX_QUERIES = 20;
const DEFAULT_ROWS_EACH = 50;
/** Bytes of each when those before it used up the common budget. */
const MIN_SHARE_BYTES = 2_048;

const Outcome = Rows.partial().extend({ error: z.string().optional(), message: z.string().optional() });

export const queryBatch = defineSourceTool({
  name: 'query_batch',
  title: 'Query Batch',
  toolset: 'batch',
  description: 'Several statements that only read, in one call. One that fails does not stop the others.',
  effect: 'read',
  input: {
    queries: z
      .array(
        z.object({
          sql: z.string().min(1),
          params,
          limit: z.int().min(1).max(1_000).default(DEFAULT_ROWS_EACH),
        }),
      )
      .min(1)
      .max(MAX_QUERIES),
  },
  output: z.object({ results: z.array(z.looseObject({})) }),
  run: async ({ queries }, source, options, { progress }) => {
    const results: z.input<typeof Outcome>[] = [];
    let left = DEFAULT_BYTES;
    for (const [at, query] of queries.entries()) {
      progress(at, queries.length);
      options.signal.throwIfAborted();
      const bounded = { ...query, maxBytes: Math.max(MIN_SHARE_BYTES, left) };
      const result = await attempt(() => runQuery(source, bounded, withTimeout(source, options, undefined)));
      left -= Buffer.byteLength(JSON.stringify(result));
      results.push(result);
    }
    return { results };
  },
});

async function attempt(run: () => Promise<QueryAnswer>): Promise<z.input<typeof Outcome>> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { error: error.code, message: `${error.message} ${error.next}` };
  }
}
