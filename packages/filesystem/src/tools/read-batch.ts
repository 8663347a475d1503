import { fail, ToolError, text } from '@portolan/runtime';
import * as z from 'zod';
import type { Files } from '../files.ts';
import { listDirectory, renderEntry } from '../listing/list-directory.ts';
import { DEFAULT_TEXT_BYTES } from '../reading/text-options.ts';
import { openScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import { count, cursor, pageNote } from './fields.ts';
import { officialText } from './get-file-info.ts';

/** Bytes of each read when those before it used up the common budget: a beginning, and where to go on. */
const MIN_SHARE_BYTES = 512;
const MAX_ENTRIES = 1000;
/** Bytes of a row of a list, to share the common budget by; a longer name takes from those after it. */
const ENTRY_BYTES = 50;

const Read = z.object({
  path: z.string(),
  what: z.enum(['text', 'info', 'list']).default('text'),
  head: count.optional(),
  tail: count.optional(),
  offset: z.int().min(0).max(1e12).optional(),
  limit: count.optional(),
  unit: z.enum(['lines', 'bytes']).optional(),
  cursor: cursor.describe('Of a list'),
});

const Outcome = z.object({
  path: z.string(),
  content: z.string().optional(),
  hash: z.string().optional(),
  truncated: z.boolean().optional(),
  nextOffset: z.number().optional(),
  nextUnit: z.string().optional(),
  nextCursor: z.string().optional(),
  error: z.string().optional().describe('Code; the others are read nevertheless'),
  message: z.string().optional(),
});

export const readBatch = defineFileTool({
  name: 'read_batch',
  title: 'Read Batch',
  toolset: 'inspect',
  description:
    'Several reads in one call: parts of text files, properties, folder listings. One that fails does not stop the others.',
  effect: 'read',
  input: z.object({ reads: z.array(Read).min(1).max(200) }),
  output: z.object({ results: z.array(Outcome) }),
  paths: ({ reads }) => reads.map(({ path }) => path),
  render: ({ results }) => [text(results.map(section).join('\n---\n'))],
  run: async ({ reads }, files, { signal }) => {
    const results: z.input<typeof Outcome>[] = [];
    const lists = new Map<string, Outcome>();
    let left = DEFAULT_TEXT_BYTES;
    for (const read of reads) {
      signal.throwIfAborted();
      const maxBytes = Math.max(MIN_SHARE_BYTES, left);
      // A list of which only a page is shown is read as a whole: once for all who ask for the same page.
      const asked = JSON.stringify([read, listLimit(read, maxBytes)]);
      const result = lists.get(asked) ?? (await attempt(read, files, maxBytes, signal));
      if (read.what === 'list') lists.set(asked, result);
      left -= Buffer.byteLength(result.content ?? '');
      results.push(result);
    }
    return { results };
  },
});

type Outcome = z.input<typeof Outcome>;

async function attempt(
  read: z.output<typeof Read>,
  files: Files,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return { path: read.path, ...(await readOne(read, files, maxBytes, signal)) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { path: read.path, error: error.code, message: `${error.message} ${error.next}` };
  }
}

const listLimit = ({ limit = MAX_ENTRIES }: { readonly limit?: number | undefined }, maxBytes: number) =>
  Math.min(limit, MAX_ENTRIES, Math.ceil(maxBytes / ENTRY_BYTES));

async function readOne(
  { path, what, cursor, ...part }: z.output<typeof Read>,
  files: Files,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Omit<Outcome, 'path'>> {
  if (what !== 'list' && cursor !== undefined) fail('invalid_arguments', 'Only a list takes a cursor.');
  if (what === 'info') return { content: officialText(files.info(path)) };
  if (what === 'list') {
    const listed = await listDirectory(openScope(files.access, path), {
      limit: listLimit(part, maxBytes),
      cursor,
      signal,
    });
    const { entries, truncated, nextCursor } = listed;
    const content = entries.map(renderEntry).join('\n');
    return { content, truncated, ...(nextCursor !== undefined && { nextCursor }) };
  }
  const { content, hash, truncated, next } = await files.readText(path, { ...part, maxBytes, signal });
  return { content, hash, truncated, ...(next && { nextOffset: next.offset, nextUnit: next.unit }) };
}

const section = ({ path, content, message, truncated, ...rest }: z.output<typeof Outcome>) =>
  content === undefined
    ? `${path}: Error - ${message}`
    : `${path}:\n${content}\n${truncated === true ? `${cutNote(rest)}\n` : ''}`;

function cutNote({ nextCursor, nextOffset, nextUnit }: Partial<z.output<typeof Outcome>>): string {
  if (nextOffset !== undefined) return `[Cut: go on with offset ${nextOffset}, unit "${nextUnit}".]`;
  return pageNote({ nextCursor }) ?? '[Cut.]';
}
