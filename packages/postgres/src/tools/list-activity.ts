import * as z from 'zod';
import { listActivity } from '../activity/list-activity.ts';
import { defineSourceTool } from './define-source-tool.ts';

export const listActivityTool = defineSourceTool({
  name: 'list_activity',
  title: 'List Activity',
  toolset: 'health',
  description:
    'What runs now: sessions, long transactions, who blocks whom, lock waits, progress of maintenance.',
  effect: 'read',
  input: {
    idle: z.boolean().optional(),
    allDatabases: z.boolean().optional(),
  },
  output: z.object({
    sessions: z.array(z.unknown()),
    blocking: z.array(z.string()),
    waits: z.array(z.unknown()),
    progress: z.array(z.unknown()),
  }),
  run: ({ idle = false, allDatabases = false }, source, options) =>
    listActivity(source, idle, allDatabases, options),
});
