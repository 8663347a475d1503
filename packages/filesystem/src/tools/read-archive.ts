import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { listArchive, readArchiveEntry } from '../archive/read-archive.ts';
import { DEFAULT_TEXT_BYTES } from '../reading/text-options.ts';
import { defineFileTool } from './define-file-tool.ts';
import { cursor, limit, page, pageNote, withNote } from './fields.ts';

const Entry = z.object({
  name: z.string(),
  type: z.string(),
  size: z.number(),
  modified: z.string().optional(),
  linkTarget: z.string().optional(),
  encrypted: z.boolean().optional(),
  leadsOut: z.boolean().optional(),
});

export const readArchive = defineFileTool({
  name: 'read_archive',
  title: 'Read Archive',
  toolset: 'inspect',
  description:
    'List the entries of a zip, tar or tar.gz file, or read one of them by name. Nothing is unpacked to disk.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    entry: z.string().optional().describe('Read this entry'),
    offset: z.int().min(0).optional().describe('Bytes of the entry to skip'),
    maxBytes: z.int().min(1).max(DEFAULT_TEXT_BYTES).default(DEFAULT_TEXT_BYTES),
    limit: limit(1000, 5000),
    cursor,
  }),
  output: z.object({
    entries: z.array(Entry),
    content: z.string().optional(),
    encoding: z.enum(['text', 'base64']).optional(),
    nextOffset: z.number().optional(),
    ...page,
  }),
  paths: ({ path }) => [path],
  render: ({ entries, content, ...rest }) =>
    withNote(
      content ?? entries.map(row).join('\n'),
      rest.nextOffset === undefined ? pageNote(rest) : `[Cut: go on with offset ${rest.nextOffset}.]`,
    ),
  run: async ({ path, entry, offset, maxBytes, limit, cursor }, { access }, { signal }) => {
    if (entry === undefined) {
      if (offset !== undefined) fail('invalid_arguments', 'offset is of an entry, and none is named.');
      const { entries, truncated, nextCursor } = await listArchive(access, path, { limit, cursor, signal });
      return { entries: [...entries], truncated, ...(nextCursor !== undefined && { nextCursor }) };
    }
    if (cursor !== undefined) fail('invalid_arguments', 'entry and cursor cannot be combined.');
    const read = await readArchiveEntry(access, path, entry, { offset, maxBytes, signal });
    const { entry: shown, ...part } = read;
    return { entries: [shown], ...part };
  },
});

const row = ({ name, type, size, linkTarget, leadsOut, encrypted }: z.output<typeof Entry>) =>
  [
    `${String(size).padStart(12)} ${type} ${name}`,
    ...(linkTarget === undefined ? [] : [`-> ${linkTarget}`]),
    ...(encrypted === true ? ['(encrypted)'] : []),
    ...(leadsOut === true ? ['(leads out of the folder it is unpacked to)'] : []),
  ].join(' ');
