import type { Call, Methods } from '../method.ts';
import { pageOf } from '../paging.ts';
import { refuse } from '../refusal.ts';
import { addFile } from '../seed.ts';
import { type DoubleFile, type DoubleList, freshId } from '../world.ts';

function canvasOf({ world, given }: Call): DoubleFile {
  const file = world.files.get(given.text('canvas_id'));
  return file?.canvas ? file : refuse('canvas_not_found');
}

/** A canvas is kept as its markdown; a section is a line of it that is not empty. */
const sectionsOf = (file: DoubleFile) =>
  file.content
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((text, index) => ({ id: `temp:C:${file.id}${index}`, text }));

function edit(file: DoubleFile, change: unknown): void {
  const operation = fieldOf(change, 'operation');
  const markdown = String(fieldOf(fieldOf(change, 'document_content'), 'markdown') ?? '');
  const sectionId = fieldOf(change, 'section_id');
  const lines = sectionsOf(file);
  if (sectionId !== undefined && !lines.some(({ id }) => id === sectionId)) refuse('section_not_found');
  const texts = lines.map(({ id, text }) => {
    if (id !== sectionId) return text;
    if (operation === 'delete') return undefined;
    if (operation === 'insert_after') return `${text}\n\n${markdown}`;
    return operation === 'insert_before' ? `${markdown}\n\n${text}` : markdown;
  });
  const kept = texts.filter((text) => text !== undefined);
  if (operation === 'insert_at_start') kept.unshift(markdown);
  else if (operation === 'insert_at_end') kept.push(markdown);
  else if (operation === 'replace' && sectionId === undefined) kept.splice(0, kept.length, markdown);
  file.content = Buffer.from(kept.join('\n\n'));
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function listOf({ world, given }: Call): DoubleList {
  return world.lists.get(given.text('list_id')) ?? refuse('list_not_found');
}

const itemShape = (list: DoubleList, id: string, fields: ReadonlyMap<string, unknown>) => ({
  id,
  list_id: list.id,
  date_created: 1_767_225_600,
  fields: [...fields].map(([column_id, value]) => ({
    column_id,
    key: column_id,
    text: String(value),
    value: typeof value === 'boolean' ? value : String(value),
  })),
});

export const canvases: Methods = {
  'canvases.create': {
    scopes: ['canvases:write'],
    run: ({ world, token, given }) => {
      const id = freshId(world, 'F');
      const channel = given.optional('channel_id');
      const markdown = String(fieldOf(given.json('document_content'), 'markdown') ?? '');
      addFile(world, {
        id,
        name: 'canvas',
        title: given.optional('title') ?? 'Untitled',
        mimetype: 'application/vnd.slack-docs',
        content: Buffer.from(markdown),
        user: token.user,
        channels: channel === undefined ? [] : [channel],
        canvas: true,
      });
      return { canvas_id: id };
    },
  },
  'canvases.edit': {
    scopes: ['canvases:write'],
    run: (call) => {
      const file = canvasOf(call);
      const changes = call.given.json('changes');
      if (!Array.isArray(changes) || changes.length !== 1) refuse('invalid_arguments');
      for (const change of changes) edit(file, change);
      return {};
    },
  },
  'canvases.sections.lookup': {
    scopes: ['canvases:read'],
    run: (call) => {
      const wanted = String(fieldOf(call.given.json('criteria'), 'contains_text') ?? '');
      const sections = sectionsOf(canvasOf(call)).filter(({ text }) => text.includes(wanted));
      return { sections: sections.map(({ id }) => ({ id })) };
    },
  },
  'slackLists.items.list': {
    scopes: ['lists:read'],
    run: (call) => {
      const list = listOf(call);
      const { items, cursor } = pageOf([...list.items], call.given, 100);
      return {
        items: items.map(([id, fields]) => itemShape(list, id, fields)),
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'slackLists.items.create': {
    scopes: ['lists:write'],
    run: (call) => {
      const list = listOf(call);
      const id = freshId(call.world, 'Rec');
      const fields = fieldsOf(call.given.json('initial_fields'));
      list.items.set(id, fields);
      return { item: itemShape(list, id, fields) };
    },
  },
  'slackLists.items.update': {
    scopes: ['lists:write'],
    run: (call) => {
      const list = listOf(call);
      const cells = call.given.json('cells');
      for (const cell of Array.isArray(cells) ? cells : []) {
        const item = list.items.get(String(fieldOf(cell, 'row_id'))) ?? refuse('item_not_found');
        for (const [column, value] of fieldsOf([cell])) item.set(column, value);
      }
      return {};
    },
  },
  'slackLists.items.delete': {
    scopes: ['lists:write'],
    run: (call) => (listOf(call).items.delete(call.given.text('id')) ? {} : refuse('item_not_found')),
  },
};

/** Cells of any kind: the value is whatever stands beside `column_id` and `row_id`. */
function fieldsOf(cells: unknown): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const cell of Array.isArray(cells) ? cells : []) {
    const [value] = Object.entries(cell).flatMap(([key, one]) =>
      key === 'column_id' || key === 'row_id' ? [] : [one],
    );
    fields.set(String(fieldOf(cell, 'column_id')), plain(value));
  }
  return fields;
}

function plain(value: unknown): unknown {
  const [first] = Array.isArray(value) ? value : [value];
  const elements = fieldOf(first, 'elements');
  if (Array.isArray(elements)) return elements.map(plain).join('');
  return fieldOf(first, 'text') ?? first;
}
