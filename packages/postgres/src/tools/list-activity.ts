import * as z from 'zod';
import { Backend, listActivity } from '../activity/list-activity.ts';
import { defineSourceTool } from './define-source-tool.ts';

export const listActivityTool = defineSourceTool({
  name: 'list_activity',
  title: 'List Activity',
  toolset: 'health',
  description:
    'What runs now: sessions, long transactions, who blocks whom, lock waits, progress of maintenance.',
  effect: 'read',
  input: {
    idle: z.boolean().default(false).describe('Idle sessions too'),
    allDatabases: z.boolean().default(false),
  },
  output: z.object({
    sessions: z.array(z.looseObject({ pid: Backend.shape.pid })),
    blocking: z.array(z.string()).describe('Tree of pids'),
    waits: z.array(z.looseObject({})),
    progress: z.array(z.looseObject({})),
  }),
  run: ({ idle, allDatabases }, source, options) => listActivity(source, idle, allDatabases, options),
});
