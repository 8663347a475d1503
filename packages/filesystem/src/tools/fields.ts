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
export const gitignore = flag;

/** Results of one answer. */
export const limit = (usual: number, most: number) => z.int().min(1).max(most).default(usual);

/** A count of lines or bytes. */
export const count = z.int().min(1);

/** The official answer: one text, also as structured content. */
export const content = z.string();

/** What a listing says of its completeness. */
export const page = { truncated: z.boolean(), nextCursor: z.string().optional() };

/** Levels below the start that a walk goes down to; 0 is what is directly in it. */
export const maxDepth = z.int().min(0).optional();

/** What of a walk is not in an answer, and how to get it, in words; nothing where all is. */
export const note = z.string().optional();

/** What a writer says of the file it left. */
export const written = { hash: z.string(), size: z.number() };

/** The official text, and where something was left out a second block that says so. */
export const withNote = (content: string, note: string | undefined) =>
  note === undefined ? [text(content)] : [text(content), text(note)];

interface Page {
  readonly nextCursor?: string | undefined;
  readonly note?: string | undefined;
}

/** The line that says how to go on, and what no page gives. */
export function pageNote({ nextCursor, note }: Page): string | undefined {
  if (nextCursor === undefined) return note;
  const more = `[More follows: call again with cursor "${nextCursor}".]`;
  return note === undefined ? more : `${more}\n${note}`;
}

/** What gives the rest where no cursor does. */
const remedies = new Map([
  ['depth', 'raise maxDepth'],
  ['matches per file', 'raise maxMatchesPerFile'],
  ['entries', 'start in a sub-folder'],
]);

/** How much of a tree a walk saw. */
interface Walked {
  readonly nextCursor?: string | undefined;
  readonly truncatedBy: readonly string[];
  readonly unreadable: number;
  /** The first of them, from the start on. */
  readonly unreadablePaths: readonly string[];
}

/** What no later page of a walk gives: what its bounds cut off, and what could not be read. */
export function walkNote(walked: Walked): { readonly note?: string } {
  const { nextCursor, truncatedBy, unreadable, unreadablePaths } = walked;
  const lasting = nextCursor === undefined ? truncatedBy : truncatedBy.filter(isLasting);
  const ways = lasting.flatMap((reason) => remedies.get(reason) ?? []);
  const rest = ways.length === 0 ? '' : ` For the rest, ${ways.join(', ')}.`;
  const names = [...unreadablePaths, ...(unreadable > unreadablePaths.length ? ['…'] : [])];
  const lines = [
    ...(lasting.length === 0 ? [] : [`[Cut off by: ${lasting.join(', ')}.${rest}]`]),
    ...(unreadable === 0 ? [] : [`[${unreadable} could not be read: ${names.join(', ')}]`]),
  ];
  return lines.length === 0 ? {} : { note: lines.join('\n') };
}

const isLasting = (reason: string) => reason === 'depth' || reason === 'matches per file';
