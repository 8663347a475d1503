import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { blockText } from '../reading/block-text.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { ResponseMetadata } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Field = z.looseObject({
  column_id: z.string(),
  key: z.string().optional(),
  text: z.string().optional(),
  rich_text: z.array(z.unknown()).optional(),
  value: z.unknown(),
});
const Items = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), fields: z.array(Field).catch([]) })),
  response_metadata: ResponseMetadata,
});
const cellBytes = 1_000;

export const readList = defineSlackTool({
  name: 'read_list',
  title: 'Read List',
  toolset: 'canvas',
  description: 'Items of a Slack list, with the text of each column.',
  effect: 'read',
  input: {
    list: z.string().regex(/^F[A-Z0-9]{6,}$/, 'the id of a list, F…'),
    limit: z.int().min(1).max(100).default(50),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    items: z.array(z.looseObject({ id: z.string(), cells: z.record(z.string(), z.string()) })),
    nextCursor: z.string().optional(),
  }),
  run: async ({ cursor, workspace: _, ...question }, session, { provenance, caller, signal }) => {
    const at = openCursor(question, cursor);
    const given = { list_id: question.list, limit: question.limit, ...(at !== undefined && { cursor: at }) };
    const page = await session.call('slackLists.items.list', given, Items, signal);
    // Slack does not say who can read a list.
    provenance.read(caller.id, { id: question.list, label: `the list ${question.list}` });
    return {
      items: page.items.map(({ id, fields }) => ({
        id,
        cells: Object.fromEntries(
          fields.map((field) => [field.column_id, peopleText(cellText(field), cellBytes).text]),
        ),
      })),
      ...sealCursor(question, page.response_metadata),
      untrusted: ['items[].cells'],
    };
  },
});

function cellText({ text, rich_text, value }: z.output<typeof Field>): string {
  if (text !== undefined) return text;
  if (rich_text !== undefined) return blockText(rich_text);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
