import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const deleteListItem = defineSlackTool({
  name: 'delete_list_item',
  title: 'Delete List Item',
  toolset: 'canvas',
  description: 'Delete an item of a Slack list for ever.',
  effect: 'destroy',
  input: {
    list: z.string().regex(/^F[A-Z0-9]{6,}$/, 'the id of a list, F…'),
    item: z.string().min(1).max(100),
  },
  output: z.looseObject({ id: z.string() }),
  confirmation: ({ list, item }) => `Delete the item ${item} of the Slack list ${list} for ever?`,
  run: async ({ list, item }, session, { signal }) => {
    await session.call('slackLists.items.delete', { list_id: list, id: item }, Done, signal);
    return { id: item };
  },
});
