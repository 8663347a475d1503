import { fail } from '@portolan/runtime';
import { markdownBlocks } from './markdown-blocks.ts';
import type { RichText } from './rich-text.ts';

/** Slack's own bound of a message. */
const longestMessage = 40_000;
/** Slack answers msg_blocks_too_long somewhat above 13,000 characters in blocks; longer messages go without layout. */
const longestLaidOut = 12_000;

/** What Slack gets of a text. */
export interface Composed {
  /** For notifications, and the message itself where there are no blocks. */
  readonly text: string;
  readonly blocks: readonly RichText[] | undefined;
  /** Mentions of everybody or of groups that were made plain text. */
  readonly defused: readonly string[];
}

const massMention =
  /<!(?:channel|here|everyone|subteam\^[A-Z0-9]+)(?:\|[^<>]*)?>|(?<![\w@])@(?:channel|here|everyone)\b/g;

/**
 * A text of a model as a message. Nothing in it reaches everybody of a channel or a group: what would is shown as
 * it was written.
 *
 * @throws ToolError `too_large`
 */
export async function compose(markdown: string): Promise<Composed> {
  const defused = [...new Set(markdown.match(massMention))];
  const text = escaped(markdown);
  if (text.length > longestMessage) {
    fail('too_large', `The message has ${text.length} characters; Slack takes ${longestMessage}.`, {
      next: 'Post it in parts, or upload it as a file.',
      data: { characters: text.length, maxCharacters: longestMessage },
    });
  }
  const blocks = markdown.length > longestLaidOut ? undefined : await laidOut(markdown);
  return { text, blocks: blocks?.length === 0 ? undefined : blocks, defused };
}

/** Markdown nested thousands deep, or tangled, is not laid out; its text can be posted. */
async function laidOut(markdown: string): Promise<readonly RichText[] | undefined> {
  if (isTangled(markdown)) return undefined;
  try {
    return await markdownBlocks(markdown);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What can open or close an emphasis; not the line in `snake_case`. */
const emphasis = /[*~]+|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;
/** The time to pair them grows with their square in a paragraph; for 2,000 it is 0.1 s, and nothing else is done. */
const mostEmphases = 500;

const isTangled = (markdown: string) =>
  markdown.split(/\n[ \t]*\n/).some((paragraph) => [...paragraph.matchAll(emphasis)].length > mostEmphases);

const single = /<(@[UW][A-Z0-9]{6,}|#[CG][A-Z0-9]{6,})(?:\|[^<>]*)?>/g;

/** Slack's markup with everything in it made text, but for single people and channels. */
export function escaped(text: string): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(single)) {
    out += entities(text.slice(from, match.index));
    out += `<${match[1]}>`;
    from = match.index + match[0].length;
  }
  return out + entities(text.slice(from));
}

const entities = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
