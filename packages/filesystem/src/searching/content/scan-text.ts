import type { LineMatcher } from './line-matcher.ts';
import { lineBytes, type ShownLine, showLine } from './shown-line.ts';
import type { TextBlock } from './text-blocks.ts';

/** How much of a file is shown: matches, bytes, and UTF-16 units of a line. */
export interface ScanLimits {
  /** Lines shown before and after each match. */
  readonly context: number;
  readonly maxMatches: number;
  /** Bytes of an answer. A file with more is cut before a match, but never before the first. */
  readonly maxBytes: number;
  /** Whether a file with more bytes is not cut, but shows nothing. */
  readonly mustFit: boolean;
  readonly maxLineLength: number;
  /** Only lines after this one match. */
  readonly afterLine: number;
}

/** What a file had; `lastLine` is the last line that counted as a match, from 1. */
export interface FileMatches {
  readonly lines: readonly ShownLine[];
  readonly matches: number;
  /** What the lines take of an answer. */
  readonly bytes: number;
  /** Whether more lines match than the limits let through. */
  readonly hasMore: boolean;
  readonly lastLine: number;
}

/** Asks whether to pause; the generator yields then. */
type IsOver = () => boolean;

/** Finds the matching lines of one file. Yields between lines whenever its time is over. */
export function* scanBlocks(
  blocks: Iterable<TextBlock>,
  matcher: LineMatcher,
  limits: ScanLimits,
  isOver: IsOver,
): Generator<void, FileMatches> {
  const scan = new Scan(matcher, limits);
  const required = Buffer.from(matcher.required);
  for (const block of blocks) {
    const isSkipped = required.length > 0 && !scan.owesContext && !block.mayHold(required);
    if (isSkipped && limits.context === 0) scan.line += block.countLines();
    else if (yield* scan.block(block.decode(), isOver)) break;
    if (isOver()) yield;
  }
  return scan.result();
}

/** How much was shown at some line. */
type Mark = Pick<FileMatches, 'matches' | 'bytes' | 'lastLine'> & { readonly lines: number };

const nothing: Mark = { lines: 0, matches: 0, bytes: 0, lastLine: 0 };

class Scan {
  /** Number of the line that comes next. */
  line = 1;
  readonly #matcher: LineMatcher;
  readonly #limits: ScanLimits;
  readonly #shown: ShownLine[] = [];
  #before: string[] = [];
  #owed = 0;
  #matches = 0;
  #bytes = 0;
  #beforeMatch = nothing;
  #lastLine = 0;
  #hasMore = false;

  constructor(matcher: LineMatcher, limits: ScanLimits) {
    this.#matcher = matcher;
    this.#limits = limits;
  }

  get owesContext(): boolean {
    return this.#owed > 0;
  }

  result(): FileMatches {
    return {
      lines: this.#shown,
      matches: this.#matches,
      bytes: this.#bytes,
      hasMore: this.#hasMore,
      lastLine: this.#lastLine,
    };
  }

  /** @returns whether nothing more is wanted of the file */
  *block(text: string, isOver: IsOver): Generator<void, boolean> {
    let at = 0;
    while (at < text.length) {
      at = this.#skip(text, at);
      if (at >= text.length) break;
      const newline = text.indexOf('\n', at);
      const end = newline < 0 ? text.length : newline;
      if (this.#look(text.slice(at, text.charCodeAt(end - 1) === 0x0d && end > at ? end - 1 : end)))
        return true;
      if (newline >= 0) this.line += 1;
      at = end + 1;
      if (isOver()) yield;
    }
    return false;
  }

  /** Leaves out the lines before the next hint, but for those that are shown as context. */
  #skip(text: string, from: number): number {
    const { hint } = this.#matcher;
    if (hint === undefined || this.#owed > 0) return from;
    const hit = hint(text, from);
    const target = hit < 0 ? text.length : text.lastIndexOf('\n', hit - 1) + 1;
    let at = from;
    for (let end = text.indexOf('\n', at); end >= 0 && end < target; end = text.indexOf('\n', at)) {
      if (this.#limits.context > 0) this.#remember(text.slice(at, end).replace(/\r$/, ''));
      this.line += 1;
      at = end + 1;
    }
    return hit < 0 ? text.length : Math.max(at, from);
  }

  /** @returns whether nothing more is wanted of the file */
  #look(line: string): boolean {
    const at = this.line > this.#limits.afterLine ? this.#matcher.find(line) : -1;
    if (at >= 0 && this.#matches >= this.#limits.maxMatches) {
      this.#hasMore = true;
      return true;
    }
    if (at >= 0) this.#showMatch(line, at);
    else if (this.#owed > 0) {
      this.#owed -= 1;
      this.#show(this.line, line, undefined);
    } else this.#remember(line);
    return this.#bytes > this.#limits.maxBytes && this.#takeBack();
  }

  /** Takes back what has no room: the last match with what is around it, or everything. */
  #takeBack(): boolean {
    const { mustFit } = this.#limits;
    if (!mustFit && this.#matches === 1) return false;
    const { lines, matches, bytes, lastLine } = mustFit ? nothing : this.#beforeMatch;
    this.#shown.length = lines;
    this.#matches = matches;
    this.#bytes = bytes;
    this.#lastLine = lastLine;
    this.#hasMore = true;
    return true;
  }

  #showMatch(line: string, at: number): void {
    this.#beforeMatch = {
      lines: this.#shown.length,
      matches: this.#matches,
      bytes: this.#bytes,
      lastLine: this.#lastLine,
    };
    const first = this.line - this.#before.length;
    for (const [index, text] of this.#before.entries()) {
      this.#show(first + index, text, undefined);
    }
    this.#before = [];
    this.#owed = this.#limits.context;
    this.#matches += 1;
    this.#lastLine = this.line;
    this.#show(this.line, line, at);
  }

  #show(line: number, text: string, at: number | undefined): void {
    const shown = showLine(line, text, at, this.#limits.maxLineLength);
    this.#shown.push(shown);
    this.#bytes += lineBytes(shown);
  }

  #remember(line: string): void {
    if (this.#limits.context === 0) return;
    this.#before.push(line);
    if (this.#before.length > this.#limits.context) this.#before.shift();
  }
}
