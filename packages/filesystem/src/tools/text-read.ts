import * as z from 'zod';
import type { TextRead } from '../reading/read-text.ts';
import { content, count, withNote } from './fields.ts';

/** What `read_text_file` and its older name take and answer. */

/** The part of a text file that is asked for. */
export const textInput = z.object({
  path: z.string(),
  head: count.optional().describe('First N lines'),
  tail: count.optional().describe('Last N lines'),
  offset: z.int().min(0).optional().describe('Lines or bytes to skip'),
  limit: count.optional(),
  unit: z.enum(['lines', 'bytes']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1']).optional().describe('Detected by default'),
});

/** What of a text file was read, and where to go on. */
export const textOutput = z.object({
  content,
  hash: z.string(),
  size: z.number(),
  encoding: z.string(),
  truncated: z.boolean(),
  nextOffset: z.number().optional(),
  nextUnit: z.string().optional(),
});

/** A read as the tools answer it. */
export const textAnswer = ({ content, hash, size, encoding, truncated, next }: TextRead) => ({
  content,
  hash,
  size,
  encoding,
  truncated,
  ...(next && { nextOffset: next.offset, nextUnit: next.unit }),
});

type Shown = Pick<z.output<typeof textOutput>, 'content' | 'size' | 'truncated' | 'nextOffset' | 'nextUnit'>;

/** The text itself, and a note where it was cut. */
export const renderText = (read: Shown) =>
  withNote(read.content, read.truncated ? truncationNote(read) : undefined);

function truncationNote({ size, nextOffset, nextUnit }: Shown): string {
  const rest =
    nextOffset === undefined
      ? 'Read parts with read_text_file.'
      : `Go on with offset ${nextOffset}, unit "${nextUnit}".`;
  return `[Cut: the file has ${size} bytes. ${rest}]`;
}

/** The same for one of several files, whose rest `read_text_file` gives. */
export const restNote = ({ size, next }: Pick<TextRead, 'size' | 'next'>): string =>
  `[Cut: the file has ${size} bytes.${next === undefined ? '' : ` Go on with read_text_file, offset ${next.offset}, unit "${next.unit}".`}]`;
