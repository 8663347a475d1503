import { jsonTextBytes } from '@portolan/runtime/untrusted-text';
import type { LogLine } from './lines.ts';
import { lineText } from './log-text.ts';

/** Takes lines in order and keeps what an answer has room for. */
export interface Collector {
  /** @returns whether it wants more lines */
  take(line: LogLine): boolean;
  /** What was kept, oldest first. */
  done(): Collected;
}

export interface Collected {
  readonly lines: readonly string[];
  /** Number of the first and last line kept; undefined where none was. */
  readonly first?: number;
  readonly last?: number;
  /** Lines that were found and had no room. */
  readonly left: number;
  /** Lines that match, for a search. */
  readonly matches?: number;
}

/** Bytes of one line of an answer, as JSON. */
const LINE_BYTES = 2_000;

/** The last lines. They are held as they came until the end is known, in a few times the room of the answer. */
export function tailOf(count: number, maxBytes: number, stamped: boolean): Collector {
  const held: LogLine[] = [];
  let bytes = 0;
  let seen = 0;
  return {
    take(line) {
      seen += 1;
      // A copy, so that no chunk of the stream is kept alive by one line.
      held.push({ ...line, bytes: Buffer.from(line.bytes) });
      bytes += line.bytes.length;
      while (held.length > 1 && (held.length > count || bytes > maxBytes * 4)) {
        bytes -= held.shift()?.bytes.length ?? 0;
      }
      return true;
    },
    done() {
      const kept: { readonly number: number; readonly text: string }[] = [];
      let room = maxBytes;
      for (const line of held.toReversed()) {
        const text = lineText(line, LINE_BYTES, stamped);
        room -= jsonTextBytes(text) + 2;
        if (room < 0 && kept.length > 0) break;
        kept.unshift({ number: line.number, text });
      }
      return {
        lines: kept.map(({ text }) => text),
        ...ends(kept),
        left: seen - kept.length,
      };
    },
  };
}

/** Lines from a number on. */
export function linesFrom(offset: number, count: number, maxBytes: number, stamped: boolean): Collector {
  const kept: { readonly number: number; readonly text: string }[] = [];
  let room = maxBytes;
  let left = 0;
  return {
    take(line) {
      if (line.number < offset) return true;
      const text = lineText(line, LINE_BYTES, stamped);
      room -= jsonTextBytes(text) + 2;
      if (kept.length > 0 && (room < 0 || kept.length === count)) {
        left += 1;
        return false;
      }
      kept.push({ number: line.number, text });
      return true;
    },
    done: () => ({ lines: kept.map(({ text }) => text), ...ends(kept), left }),
  };
}

/**
 * Lines that hold one of the words, with those around them, each with its number: `12: match`, `13- around`,
 * and `--` where lines are left out between.
 *
 * @param words any of them, split at `|`; case is ignored
 */
export function grepFor(
  words: string,
  context: number,
  offset: number,
  maxBytes: number,
  stamped: boolean,
): Collector {
  const isWanted = holdsAnyOf(words);
  const kept: { readonly number: number; readonly text: string }[] = [];
  let around: { readonly number: number; readonly text: string }[] = [];
  let room = maxBytes;
  let after = 0;
  let matches = 0;
  let left = 0;
  const keep = (number: number, text: string) => {
    const previous = kept.at(-1);
    const shown = previous && previous.number + 1 < number ? `--\n${text}` : text;
    room -= jsonTextBytes(shown) + 2;
    if (room < 0 && kept.length > 0) left += 1;
    else kept.push({ number, text: shown });
  };
  return {
    take(line) {
      if (line.number < offset) return true;
      const text = lineText(line, LINE_BYTES, stamped);
      if (isWanted(text)) {
        matches += 1;
        // What did not fit ends the answer; the matches after it are only counted.
        if (left > 0) return true;
        for (const one of around) keep(one.number, `${one.number}- ${one.text}`);
        keep(line.number, `${line.number}: ${text}`);
        around = [];
        after = context;
        return true;
      }
      if (left > 0) return true;
      if (after > 0) {
        after -= 1;
        keep(line.number, `${line.number}- ${text}`);
      } else if (context > 0) {
        around = [...around.slice(1 - context || around.length), { number: line.number, text }];
      }
      return true;
    },
    done: () => ({ lines: kept.map(({ text }) => text), ...ends(kept), left, matches }),
  };
}

/** Whether a text holds one of the words, in any case. */
function holdsAnyOf(words: string): (text: string) => boolean {
  const wanted = words
    .split('|')
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
  return (text) => {
    const low = text.toLowerCase();
    return wanted.some((word) => low.includes(word));
  };
}

function ends(kept: readonly { readonly number: number }[]): { first?: number; last?: number } {
  const first = kept.at(0)?.number;
  const last = kept.at(-1)?.number;
  return first === undefined || last === undefined ? {} : { first, last };
}
