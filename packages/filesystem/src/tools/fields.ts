import { text } from '@portolan/runtime';
import * as z from 'zod';

/** Fields that several tools share, so that they read the same everywhere. */

/** The hash a file must still have. */
export const ifMatch = z.string().optional().describe('hash from a read');
/** Of a folder with everything in it. */
export const ifTreeMatches = z.string().optional().describe('hash from get_file_info or disk_usage');
/** Where the page before stopped, as it said. */
export const cursor = z.string().optional();
/** Off unless asked for; a default in the schema would tell a model nothing. */
export const flag = z.boolean().optional();
/** Globs of what a walk leaves out. */
export const excludePatterns = z.array(z.string()).max(100).optional();
/** Whether `.gitignore` files count. */
export const gitignore = flag.describe('Honour .gitignore');

/** Results of one answer. */
export const limit = (usual: number, most: number) => z.int().min(1).max(most).default(usual);

/** A count of lines or bytes. */
export const count = z.int().min(1);

/** The official answer: one text, also as structured content. */
export const content = z.string();

/** What a listing says of its completeness. */
export const page = { truncated: z.boolean(), nextCursor: z.string().optional() };

/** What a writer says of the file it left. */
export const written = { hash: z.string(), size: z.number() };

/** The official text, and where something was left out a second block that says so. */
export const withNote = (content: string, note: string | undefined) =>
  note === undefined ? [text(content)] : [text(content), text(note)];

/** The line that says how to go on, or why something is missing. */
export const pageNote = ({
  nextCursor,
  truncatedBy,
}: {
  nextCursor?: string | undefined;
  truncatedBy?: readonly string[] | undefined;
}) => {
  if (nextCursor !== undefined) return `[More follows: call again with cursor "${nextCursor}".]`;
  return truncatedBy === undefined || truncatedBy.length === 0
    ? undefined
    : `[Cut off by: ${truncatedBy.join(', ')}.]`;
};
