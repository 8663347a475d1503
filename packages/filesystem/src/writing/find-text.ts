import { findRuns, type Sequence, unitsOf } from './find-runs.ts';
import { onlyEnding, toUnix, withEnding } from './line-endings.ts';
import { Numbers } from './numbers.ts';

/**
 * The longest text that V8 seeks in a number of steps that grows with the text gone through, whatever both hold: the
 * tables of its Boyer-Moore search cover as many units (`kBMMaxShift` in its `string-search.h`).
 */
const MAX_NATIVE_UNITS = 250;

/** Places of a text in rising order, in UTF-16 units: where each starts, and where it ends. */
export interface Places {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Where a text occurs in another, overlapping ones too, up to a limit and whatever the line endings of either. */
export function findText(text: string, wanted: string, limit: number): Places {
  const ending = onlyEnding(text);
  // A return at the end of what is wanted is not that of a line ending.
  if (ending === undefined || wanted.endsWith('\r')) return findInMixed(text, toUnix(wanted), limit);
  const form = withEnding(wanted, ending);
  const starts = startsOf(text, form, limit);
  return { starts, ends: starts.map((start) => start + form.length) };
}

function startsOf(text: string, wanted: string, limit: number): Int32Array {
  if (wanted === '' || wanted.length > MAX_NATIVE_UNITS)
    return findRuns(unitsOf(text), unitsOf(wanted), limit);
  const found = new Numbers();
  for (let at = text.indexOf(wanted); at !== -1 && found.length < limit; at = text.indexOf(wanted, at + 1))
    found.push(at);
  return found.all;
}

/** The same in a text that has both line endings, for one wanted with line feeds. */
function findInMixed(text: string, wanted: string, limit: number): Places {
  const starts = findRuns(unitsWithoutReturns(text), unitsOf(wanted), limit);
  const ends = starts.map((start) => start + wanted.length);
  return { starts: starts.map(placesIn(text)), ends: ends.map(placesIn(text)) };
}

/** The UTF-16 units of a text with line feeds alone, which is not made; each is asked for once, in their order. */
function unitsWithoutReturns(text: string): Sequence<number> {
  let at = 0;
  return {
    length: text.length - countReturns(text),
    at() {
      if (text.startsWith('\r\n', at)) at += 1;
      return text.charCodeAt(at++);
    },
  };
}

function countReturns(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) count += 1;
  return count;
}

/** Turns rising places in a text with line feeds alone into those in the text as it is. */
function placesIn(text: string): (plain: number) => number {
  let returns = 0;
  let next = text.indexOf('\r\n');
  return (plain) => {
    while (next !== -1 && next - returns < plain) {
      returns += 1;
      next = text.indexOf('\r\n', next + 2);
    }
    return plain + returns;
  };
}
