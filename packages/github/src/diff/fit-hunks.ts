import { payloadBytes } from '@portolan/runtime';
import { showHidden } from '@portolan/runtime/untrusted-text';
import type { Hunk } from './parse-patch.ts';

/** Where in a file to go on: hunk and line in it, from 0; a line after 0 is inside a hunk too large for one answer. */
export interface HunkPlace {
  readonly hunk: number;
  readonly line: number;
}

export interface FittedHunks {
  readonly patch: string;
  /** Which hunks there are, of how many: `2-5/9`. */
  readonly hunks: string;
  readonly next?: HunkPlace;
}

/** No line of a diff takes more characters of an answer. */
const LINE_CHARACTERS = 2_000;

/**
 * As many hunks as there is room for; a hunk alone too large is cut between lines.
 *
 * @returns undefined where not even a line has room
 */
export function fitHunks(hunks: readonly Hunk[], from: HunkPlace, budget: number): FittedHunks | undefined {
  const parts: string[] = [];
  let room = budget;
  const done = (last: number, next?: HunkPlace): FittedHunks => ({
    patch: parts.join('\n'),
    hunks: `${from.hunk + 1}-${last + 1}/${hunks.length}`,
    ...(next && { next }),
  });
  for (let at = from.hunk; at < hunks.length; at += 1) {
    const hunk = hunks[at];
    if (hunk === undefined) break;
    const begin = at === from.hunk ? from.line : 0;
    const lines = [showHidden(hunk.header), ...hunk.lines.slice(begin).map(shownLine)];
    const bytes = payloadBytes(lines.join('\n'));
    if (bytes <= room) {
      parts.push(...lines);
      room -= bytes;
      continue;
    }
    if (parts.length > 0) return done(at - 1, { hunk: at, line: 0 });
    const kept = fittingLines(lines, room);
    // The header and no line would be no step on.
    if (kept < 2) return undefined;
    parts.push(...lines.slice(0, kept));
    return done(at, { hunk: at, line: begin + kept - 1 });
  }
  return done(hunks.length - 1);
}

function fittingLines(lines: readonly string[], budget: number): number {
  let room = budget;
  const over = lines.findIndex((line) => {
    room -= payloadBytes(`${line}\n`) - 2;
    return room < 0;
  });
  return over === -1 ? lines.length : over;
}

const shownLine = (line: string) => {
  const cut =
    line.length > LINE_CHARACTERS
      ? `${line.slice(0, LINE_CHARACTERS)}… [${line.length - LINE_CHARACTERS} more]`
      : line;
  return showHidden(cut);
};
