import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { isCanvas, openFile, sharedIn } from '../files/file-facts.ts';
import { Done } from '../reading/shapes.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { audience, DestinationId } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Created = z.looseObject({ canvas_id: z.string() });
const operations = [
  'insert_at_end',
  'insert_at_start',
  'insert_after',
  'insert_before',
  'replace',
  'delete',
] as const;

export const writeCanvas = defineSlackTool({
  name: 'write_canvas',
  title: 'Write Canvas',
  toolset: 'canvas',
  description:
    'Create a canvas in a channel (channel, title, markdown), or change one. section: an id of read_canvas; replace without it replaces everything.',
  effect: 'destroy',
  input: {
    canvas: z.string().max(1_000).optional(),
    channel: DestinationId.optional(),
    title: z.string().max(255).optional(),
    operation: z.enum(operations).default('insert_at_end'),
    section: z.string().max(200).optional(),
    markdown: z.string().max(100_000).default(''),
  },
  output: z.looseObject({ id: z.string() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ canvas, operation, section }) =>
    canvas !== undefined && (operation === 'replace' || operation === 'delete')
      ? `${operation === 'delete' ? 'Delete' : 'Replace'} ${section === undefined ? 'all' : 'a section'} of the Slack canvas ${canvas}?`
      : undefined,
  run: async ({ canvas, channel, title, operation, section, markdown }, session, context) => {
    if (canvas === undefined) {
      if (channel === undefined)
        fail('invalid_arguments', 'Name a canvas to change, or a channel for a new one.');
      const { id } = await audience(session, channel, context);
      const content = { type: 'markdown' as const, markdown: defused(markdown) };
      const made = { channel_id: id, document_content: content, ...(title !== undefined && { title }) };
      const { canvas_id } = await session.call('canvases.create', made, Created, context.signal);
      return { id: canvas_id, created: true };
    }
    const id = await writable(session, canvas, context);
    const change = changeOf(operation, section, defused(markdown));
    await session.call('canvases.edit', { canvas_id: id, changes: [change] }, Done, context.signal);
    return { id };
  },
});

/** Everybody who can read a channel with the canvas reads what is written, so each of them must be allowed. */
async function writable(session: Session, canvas: string, context: Context): Promise<string> {
  const file = await openFile(session, canvas, context);
  if (!isCanvas(file)) fail('unsupported', 'The file is no canvas.');
  const places = sharedIn(file);
  if (places.length === 0) {
    fail('forbidden', 'The canvas is in no channel, so nobody listed it.', {
      next: 'Share it in a channel of --post-channels first.',
    });
  }
  for (const place of places) await audience(session, place, context);
  return file.id;
}

type Operation = (typeof operations)[number];

function changeOf(operation: Operation, section_id: string | undefined, markdown: string) {
  const document_content = { type: 'markdown' as const, markdown };
  const demanded = section_id ?? '';
  switch (operation) {
    case 'delete':
      return { operation, section_id: demanded || needsSection(operation) };
    case 'insert_after':
    case 'insert_before':
      return { operation, section_id: demanded || needsSection(operation), document_content };
    case 'replace':
      return { operation, document_content, ...(section_id !== undefined && { section_id }) };
    default:
      return { operation, document_content };
  }
}

const needsSection = (operation: Operation): never =>
  fail('invalid_arguments', `${operation} needs a section.`, {
    next: 'Find its id with read_canvas and find.',
  });

/**
 * What a canvas would act on becomes text. `![](…)` mentions people, or makes Slack fetch an address to show it,
 * which can carry what was read; the bracket is escaped, for a backslash before the mark could itself be escaped.
 */
const defused = (markdown: string) =>
  markdown.replaceAll(/<!(?=channel|here|everyone|subteam)/g, '&lt;!').replaceAll('![', '!\\[');
