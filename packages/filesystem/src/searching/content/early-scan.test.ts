import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Sandbox, sandbox } from '../../test-support.ts';
import { sliceMs } from '../walk/time-slices.ts';
import { EarlyScan } from './early-scan.ts';
import { placeOf } from './file-place.ts';
import { createLineMatcher } from './line-matcher.ts';
import { literalPattern } from './parse-pattern.ts';

const limits = {
  context: 0,
  maxMatches: 5,
  maxBytes: 900_000,
  mustFit: true,
  maxLineLength: 400,
  afterLine: 0,
};
const matcher = await createLineMatcher(literalPattern('needle', false));

const placeIn = ({ root }: Sandbox, name: string) =>
  placeOf(root, { folder: '', entry: { name, rawName: name } });

// Time stands still but where a test says so: a slice that ends early would leave files alone.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('searches what is named long after it was made, again and again', () => {
  const box = sandbox();
  const early = new EarlyScan(matcher, limits, 100);
  for (const name of ['first', 'second', 'third']) {
    box.put(name, `a needle in the ${name}\n`);
    vi.advanceTimersByTime(2 * sliceMs);
    early.search([placeIn(box, name)]);
    expect(early.get(name)).toMatchObject({
      kind: 'found',
      matches: { lines: [{ line: 1, text: `a needle in the ${name}` }] },
    });
  }
  expect(early.has('fourth')).toBe(false);
});

it('keeps that a file has no match, or cannot be read', () => {
  const box = sandbox();
  box.put('hay', 'no such thing\n');
  const early = new EarlyScan(matcher, limits, 100);
  early.search(['hay', 'gone'].map((name) => placeIn(box, name)));
  expect(early.has('hay')).toBe(true);
  expect(early.get('hay')).toBeUndefined();
  expect(early.get('gone')).toEqual({ kind: 'unreadable' });
});

it('has enough once a sample says that there are four times the matches that are wanted', () => {
  const box = sandbox();
  const early = new EarlyScan(matcher, limits, 20);
  const places = Array.from({ length: 32 + 60 }, (_, index) => {
    box.put(`${index}`, 'a needle\n');
    return placeIn(box, `${index}`);
  });
  for (const place of places.slice(0, 31)) early.search([place]);
  expect(early.hasEnough).toBe(false);
  early.search(places.slice(31));
  expect(early.hasEnough).toBe(true);
  expect(['31', '32'].map((name) => early.has(name))).toEqual([true, false]);
});

it('never has enough of files without a match', () => {
  const box = sandbox();
  const early = new EarlyScan(matcher, limits, 1);
  for (let index = 0; index < 40; index += 1) {
    box.put(`${index}`, 'hay\n');
    early.search([placeIn(box, `${index}`)]);
  }
  expect(early.has('39')).toBe(true);
  expect(early.hasEnough).toBe(false);
});
