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

/** How far a walk goes. */
export const maxDepth = z.int().min(0).optional().describe('Levels below the start');

/** What a walk could not look into: how many, and the first of them from the start on. */
export const unseen = { unreadable: z.number(), unreadablePaths: z.array(z.string()).optional() };

interface Walked {
  readonly unreadable: number;
  readonly unreadablePaths?: readonly string[] | undefined;
}

/** The same of one walk. */
export const unseenBy = ({ unreadable, unreadablePaths = [] }: Walked) => ({
  unreadable,
  ...(unreadable > 0 && { unreadablePaths: [...unreadablePaths] }),
});

/** The line that says it. */
export const unseenNote = ({ unreadable, unreadablePaths = [] }: Walked): string | undefined => {
  if (unreadable === 0) return undefined;
  const more = unreadable > unreadablePaths.length ? ', …' : '';
  return `[${unreadable} could not be read: ${unreadablePaths.join(', ')}${more}]`;
};

/** What a writer says of the file it left. */
export const written = { hash: z.string(), size: z.number() };

/** The official text, and where something was left out more blocks that say so. */
export const withNote = (content: string, ...notes: readonly (string | undefined)[]) =>
  [content, ...notes].flatMap((block) => (block === undefined ? [] : [text(block)]));

/** What gives the rest where no cursor does. */
const remedies = new Map([
  ['depth', 'raise maxDepth'],
  ['matches per file', 'raise maxMatchesPerFile'],
  ['entries', 'start in a sub-folder'],
]);

/** The lines that say how to go on, and what is missing whatever page is asked for. */
export const pageNote = ({
  nextCursor,
  truncatedBy = [],
}: {
  nextCursor?: string | undefined;
  truncatedBy?: readonly string[] | undefined;
}): string | undefined => {
  const more = nextCursor === undefined ? [] : [`[More follows: call again with cursor "${nextCursor}".]`];
  const lasting = nextCursor === undefined ? truncatedBy : truncatedBy.filter(isLasting);
  const ways = lasting.flatMap((reason) => remedies.get(reason) ?? []);
  const rest = ways.length === 0 ? '' : ` For the rest, ${ways.join(', ')}.`;
  const cut = lasting.length === 0 ? [] : [`[Cut off by: ${lasting.join(', ')}.${rest}]`];
  return more.length + cut.length === 0 ? undefined : [...more, ...cut].join('\n');
};

/** What no later page gives. */
const isLasting = (reason: string) => reason === 'depth' || reason === 'matches per file';
