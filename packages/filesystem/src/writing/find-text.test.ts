import { expect, it } from 'vitest';
import { findText } from './find-text.ts';
import { toUnix } from './line-endings.ts';

/** The same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Every place by the rule: line endings are line feeds in both, and a place takes in the returns of its line feeds. */
function placesOf(text: string, wanted: string): readonly (readonly [number, number])[] {
  const plain = toUnix(text);
  const inText: number[] = [];
  for (let at = 0; at < text.length; at += text.startsWith('\r\n', at) ? 2 : 1) inText.push(at);
  inText.push(text.length);
  const form = toUnix(wanted);
  return Array.from({ length: plain.length }, (_, at) => at)
    .filter((at) => plain.startsWith(form, at))
    .map((at) => [inText[at] ?? -1, inText[at + form.length] ?? -1]);
}

function found(text: string, wanted: string, limit = Infinity) {
  const { starts, ends } = findText(text, wanted, limit);
  return Array.from(starts, (start, index) => [start, ends[index]]);
}

it.each([
  ['line feeds', ['a', 'b', '\n']],
  ['returns and line feeds', ['a', 'b', '\r\n']],
  ['both', ['a', '\n', '\r\n']],
  ['returns alone besides', ['a', '\n', '\r\n', '\r']],
])('finds a text in one with %s, whatever its own line endings', (_, units) => {
  const random = randomNumbers(7);
  const textOf = (length: number) => Array.from({ length }, () => units[random(units.length)]).join('');
  let places = 0;
  for (let round = 0; round < 3_000; round += 1) {
    const text = textOf(random(40));
    const wanted = textOf(1 + random(4));
    if (wanted === '') continue;
    const all = placesOf(text, wanted);
    places += all.length;
    expect(found(text, wanted), JSON.stringify([text, wanted])).toEqual(all);
    // A return before an ending would become part of it.
    if (/\r(?!\n)|\r\r/.test(wanted)) continue;
    for (const form of [toUnix(wanted), toUnix(wanted).replaceAll('\n', '\r\n')])
      expect(found(text, form), JSON.stringify([text, form])).toEqual(all);
  }
  expect(places).toBeGreaterThan(3_000);
});

it.each([1, 250, 251, 2_000])('finds a text of %i units, where it overlaps itself too', (length) => {
  const text = `${'a'.repeat(3_000)}b${'a'.repeat(3_000)}`;
  const wanted = 'a'.repeat(length);
  expect(found(text, wanted)).toEqual(placesOf(text, wanted));
  expect(found(text, wanted, 5)).toHaveLength(5);
});
