import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundText, jsonTextBytes } from './bound-text.ts';
import { peopleText } from './people-text.ts';

it('leaves what fits, to the byte', () => {
  expect(boundText('abc', 3)).toEqual({ text: 'abc', omitted: 0 });
  expect(boundText('abcd', 3)).toEqual({ text: 'abc', omitted: 1 });
  expect(boundText('"\n\\', 6)).toEqual({ text: '"\n\\', omitted: 0 });
  expect(boundText('"\n\\', 5)).toEqual({ text: '"\n', omitted: 1 });
});

it.each([
  ['a family', '👨‍👩‍👧', 10],
  ['a letter with its accent', 'e\u{301}', 2],
  ['a flag', '🇩🇪', 5],
  ['a pair of surrogates', '😀', 3],
  ['a syllable', 'नि', 4],
])('does not tear %s', (_name, grapheme, bytes) => {
  expect(boundText(`ab${grapheme}c`, bytes + 2)).toEqual({ text: 'ab', omitted: grapheme.length + 1 });
});

it('cuts inside a grapheme that never ends', () => {
  const zalgo = `a${'\u{301}'.repeat(100_000)}`;
  const { text, omitted } = boundText(zalgo, 1_001);
  expect([text.length, omitted]).toEqual([501, 99_500]);
});

it('never answers more bytes than asked, nor other text', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 400 });
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 500 }), (whole, maxBytes) => {
      const bounded = boundText(whole, maxBytes);
      expect(jsonTextBytes(bounded.text)).toBeLessThanOrEqual(maxBytes);
      expect(whole.startsWith(bounded.text)).toBe(true);
      expect(bounded.text.length + bounded.omitted).toBe(whole.length);
      expect(bounded.omitted === 0).toBe(jsonTextBytes(whole) <= maxBytes);
    }),
    { numRuns: 1_000 },
  );
});

it('measures lone surrogates and controls as JSON writes them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      const bytes = jsonTextBytes(text);
      expect(boundText(text, bytes).omitted).toBe(0);
      if (bytes > 0) expect(boundText(text, bytes - 1).omitted).toBeGreaterThan(0);
    }),
  );
});

it('cleans before it bounds, and says what it left out', () => {
  const hiding = `${'\u{200b}'.repeat(100)}hello`;
  expect(peopleText(hiding, 5)).toEqual({ text: 'hello' });
  expect(peopleText(hiding, 4)).toEqual({ text: 'hell', omitted: 1 });
});
