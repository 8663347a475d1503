import { rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import {
  type CallContext,
  definePrompt,
  defineResource,
  defineServer,
  defineTool,
  fail,
  text,
} from '../../src/index.ts';

interface Services {
  readonly notes: Map<string, string>;
}
type Context = CallContext<Services>;

/** Resources on one page. */
const PAGE = 3;
const Title = z.string().min(1).max(80).describe('Title of the note');

const readNote = defineTool({
  name: 'read_note',
  title: 'Read a note',
  toolset: 'notes',
  description: 'Read one note by its title.',
  effect: 'read',
  input: z.object({ title: Title }),
  output: z.object({ title: z.string(), body: z.string() }),
  constrained: ({ title }) => ({ path: [title] }),
  render: ({ body }) => [text(body)],
  run: ({ title }, { notes }: Context) => {
    const body = notes.get(title);
    if (body === undefined) fail('not_found', `No note is titled ${title}.`);
    return { title, body };
  },
});

const writeNote = defineTool({
  name: 'write_note',
  title: 'Write a note',
  toolset: 'notes',
  description: 'Add a note.',
  effect: 'write',
  input: z.object({ title: Title, body: z.string() }),
  output: z.object({ title: z.string() }),
  run: ({ title, body }, { notes, resourceListChanged, resourceUpdated }: Context) => {
    notes.set(title, body);
    resourceListChanged();
    resourceUpdated(`note:///${title}`);
    return { title };
  },
});

const deleteNote = defineTool({
  name: 'delete_note',
  title: 'Delete a note',
  toolset: 'notes',
  description: 'Delete a note for good.',
  effect: 'destroy',
  input: z.object({ title: Title }),
  output: z.object({ deleted: z.boolean() }),
  confirmation: ({ title }) => `Delete the note ${title}?`,
  run: ({ title }, { notes }: Context) => ({ deleted: notes.delete(title) }),
});

const slowNote = defineTool({
  name: 'slow_note',
  title: 'Wait',
  toolset: 'slow',
  description: 'Wait for some time, reporting progress.',
  effect: 'read',
  task: true,
  input: z.object({
    waitMs: z.int().min(0).max(600_000),
    ignoreSignal: z.boolean().default(false),
    mark: z.string().optional().describe('A file that is there while it waits'),
  }),
  output: z.object({ waitedMs: z.number() }),
  run: async ({ waitMs, ignoreSignal, mark }, { signal, progress }: Context) => {
    progress(0, waitMs, 'waiting');
    if (mark) writeFileSync(mark, '');
    using _ = { [Symbol.dispose]: () => mark && rmSync(mark) };
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, waitMs);
      if (ignoreSignal) return;
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
    return { waitedMs: waitMs };
  },
});

const bigNote = defineTool({
  name: 'big_note',
  title: 'Make a big answer',
  toolset: 'slow',
  description: 'Answer with many bytes.',
  effect: 'read',
  input: z.object({ bytes: z.int().min(0) }),
  output: z.object({ body: z.string() }),
  run: ({ bytes }) => ({ body: 'x'.repeat(bytes) }),
});

const brokenNote = defineTool({
  name: 'broken_note',
  title: 'Fail unexpectedly',
  toolset: 'slow',
  description: 'A bug, with a secret in its message.',
  effect: 'read',
  input: z.object({}),
  output: z.object({}),
  run: () => {
    throw new Error('cannot reach postgres://user:hunter2@db/notes');
  },
});

const note = defineResource({
  name: 'note',
  title: 'A note',
  description: 'One note by title.',
  needs: ['read_note'],
  uri: 'note:///{+title}',
  mimeType: 'text/plain',
  list: async (cursor, { notes }: Context) => {
    const from = Number(cursor ?? 0);
    const titles = [...notes.keys()].slice(from, from + PAGE);
    return {
      resources: titles.map((title) => ({ uri: `note:///${title}`, name: title })),
      ...(from + PAGE < notes.size && { nextCursor: String(from + PAGE) }),
    };
  },
  complete: {
    title: async (typed, _others, { notes }) => [...notes.keys()].filter((title) => title.startsWith(typed)),
  },
  read: async ({ title = '' }, { notes }, uri) => {
    const body = notes.get(title);
    if (body === undefined) fail('not_found', `No note is titled ${title}.`);
    return [{ uri, mimeType: 'text/plain', text: body }];
  },
});

const summarize = definePrompt({
  name: 'summarize_note',
  title: 'Summarize a note',
  description: 'Ask for a summary of one note.',
  needs: ['read_note'],
  input: z.object({ title: Title, style: z.enum(['short', 'long']).optional() }),
  complete: {
    title: async (typed, _others, { notes }: Context) =>
      [...notes.keys()].filter((title) => title.startsWith(typed)),
  },
  run: ({ title, style }, { notes }: Context) => [
    { role: 'user', content: text(`Summarize (${style ?? 'short'}): ${notes.get(title) ?? ''}`) },
  ],
});

/** A small server with one of everything, for the runtime's own tests. */
export default defineServer({
  name: 'notes',
  title: 'Notes',
  version: '1.2.3',
  description: 'Notes in memory.',
  instructions: 'Read before you write.',
  toolsets: {
    notes: { description: 'Notes', default: true },
    slow: { description: 'Odd ones', default: true },
  },
  config: z.object({
    first: z.string().default('hello').meta({ description: 'Body of the first note' }),
    seeds: z
      .array(z.string())
      .default([])
      .meta({ description: 'Titles of more notes', positional: true, placeholder: 'TITLE' }),
  }),
  connect: ({ config }): Services => ({
    notes: new Map([['first', config.first], ...config.seeds.map((seed) => [seed, seed] as const)]),
  }),
  tools: [readNote, writeNote, deleteNote, slowNote, bigNote, brokenNote],
  resources: [note],
  prompts: [summarize],
});
