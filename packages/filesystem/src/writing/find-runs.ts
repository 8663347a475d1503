import { Numbers } from './numbers.ts';

/** A sequence that is compared item by item. */
export interface Sequence<Item> {
  readonly length: number;
  at(index: number): Item;
}

/**
 * The starts of every occurrence of one sequence in another, overlapping ones too, up to a limit. The work
 * is proportional to both lengths whatever they hold (Knuth, Morris and Pratt), so that no text and pattern
 * can stop the server.
 */
export function findRuns<Item>(text: Sequence<Item>, pattern: Sequence<Item>, limit: number): Int32Array {
  if (pattern.length === 0 || pattern.length > text.length) return new Int32Array();
  const borders = bordersOf(pattern);
  const found = new Numbers();
  let matched = 0;
  for (let index = 0; index < text.length; index++) {
    const item = text.at(index);
    while (matched > 0 && pattern.at(matched) !== item) matched = borders[matched - 1] ?? 0;
    if (pattern.at(matched) === item) matched++;
    if (matched < pattern.length) continue;
    found.push(index - pattern.length + 1);
    if (found.length === limit) break;
    matched = borders[matched - 1] ?? 0;
  }
  return found.all;
}

/** For each beginning of a sequence, the length of its longest proper beginning that is also its end. */
function bordersOf<Item>(pattern: Sequence<Item>): Int32Array {
  const borders = new Int32Array(pattern.length);
  let matched = 0;
  for (let index = 1; index < pattern.length; index++) {
    const item = pattern.at(index);
    while (matched > 0 && pattern.at(matched) !== item) matched = borders[matched - 1] ?? 0;
    if (pattern.at(matched) === item) matched++;
    borders[index] = matched;
  }
  return borders;
}

/** The UTF-16 units of a text. */
export const unitsOf = (text: string): Sequence<number> => ({
  length: text.length,
  at: (index) => text.charCodeAt(index),
});
