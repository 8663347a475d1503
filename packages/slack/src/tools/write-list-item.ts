import * as z from 'zod';
import { demandAudience } from '../policy/audience.ts';
import { Done } from '../reading/shapes.ts';
import { Cell, cellOf } from '../writing/list-cells.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Created = z.looseObject({ item: z.looseObject({ id: z.string() }) });

export const writeListItem = defineSlackTool({
  name: 'write_list_item',
  title: 'Write List Item',
  toolset: 'canvas',
  description:
    'Add an item to a Slack list, or with item change cells of one. column: a key of cells in read_list.',
  effect: 'write',
  destructive: true,
  input: {
    list: z.string().regex(/^F[A-Z0-9]{6,}$/, 'the id of a list, F…'),
    item: z.string().max(100).optional(),
    cells: z.array(Cell).min(1).max(50),
  },
  output: z.looseObject({ id: z.string() }),
  run: async ({ list: list_id, item, cells }, session, context) => {
    await demandAudience({ id: list_id, kind: 'public', name: '' }, session, context);
    const fields = cells.map(cellOf);
    if (item === undefined) {
      const given = { list_id, initial_fields: fields };
      const made = await session.call('slackLists.items.create', given, Created, context.signal);
      return { id: made.item.id };
    }
    const given = { list_id, cells: fields.map((field) => ({ ...field, row_id: item })) };
    await session.call('slackLists.items.update', given, Done, context.signal);
    return { id: item };
  },
});
