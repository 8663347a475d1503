import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { adviseIndexes } from '../advice/advise-indexes.ts';
import { workload } from '../advice/workload.ts';
import { defineSourceTool } from './define-source-tool.ts';

export const adviseIndexesTool = defineSourceTool({
  name: 'advise_indexes',
  title: 'Advise Indexes',
  toolset: 'performance',
  description:
    'Indexes that would make statements cheaper: yours, or the dearest of pg_stat_statements. With hypopg each is tried in the planner; else it is a rule of thumb and says so (verified).',
  effect: 'read',
  input: { queries: z.array(z.string().min(1)).max(20).default([]) },
  output: z.object({
    advice: z.array(z.looseObject({ index: z.string(), query: z.string(), verified: z.boolean() })),
    notExamined: z.array(z.object({ query: z.string(), why: z.string() })),
  }),
  run: async ({ queries }, source, options, { progress }) => {
    const examined = queries.length > 0 ? queries : await workload(source, options);
    if (examined === undefined) {
      return fail(
        'unsupported',
        'There is no workload to look at: pg_stat_statements is not in this database.',
        {
          next: 'Give statements as queries.',
        },
      );
    }
    return adviseIndexes(source, examined, options, progress);
  },
});
