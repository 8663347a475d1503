import * as z from 'zod';
import { listActivity } from '../activity/list-activity.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

export const listActivityTool = defineSourceTool({
  name: 'list_activity',
  title: 'List Activity',
  toolset: 'health',
  description: 'What runs now: sessions, long transactions, who blocks whom, waits, progress of long work.',
  effect: 'read',
  input: {
    idle: z.boolean().optional(),
    allDatabases: z.boolean().optional(),
    limit: z.int().min(1).max(500).default(100),
    cursor,
  },
  output: z.object({
    sessions: z.array(z.unknown()),
    blocking: z.array(z.string()),
    waits: z.array(z.unknown()),
    progress: z.array(z.unknown()),
    nextCursor: z.string().optional(),
  }),
  run: async ({ idle = false, allDatabases = false, limit, cursor }, source, options) => {
    const wanted = { idle, allDatabases };
    const owner = cursorOwner(source.settings.alias, 'list_activity', wanted, limit);
    const { lists, more } = await readPage({ limit, cursor, owner }, (count, offset) =>
      listActivity(source, wanted, count, offset, options),
    );
    return {
      sessions: lists.sessions.slice(0, limit),
      blocking: lists.blocking.slice(0, limit),
      waits: lists.waits.slice(0, limit),
      progress: lists.progress.slice(0, limit),
      ...more,
    };
  },
});
