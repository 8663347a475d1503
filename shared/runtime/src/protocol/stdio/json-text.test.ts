import { describe, expect, it } from 'vitest';
import { createJsonText, isJsonText, jsonTextRoom } from './json-text.ts';

const out = Buffer.allocUnsafeSlow(512 * 1024);
const write = createJsonText(out);
const json = (text: string, at = 0) => out.toString('utf8', at, write(text, at));

describe('a text as JSON', () => {
  it('is written as JSON.stringify writes it, for every unit at every place of a word', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      for (const before of ['', 'a', 'bc', 'def']) {
        const text = `${before}${String.fromCharCode(unit)}ghijk`;
        if (!isJsonText(text)) continue;
        if (json(text) !== JSON.stringify(text)) expect(json(text)).toBe(JSON.stringify(text));
      }
    }
  });

  it('is so for random texts, whatever is next to what', () => {
    const units = [
      '"',
      '\\',
      '\n',
      '\t',
      '\u0000',
      '\u001f',
      ' ',
      '!',
      '#',
      '[',
      ']',
      '\u007f',
      'é',
      '€',
      '😀',
      'a',
    ];
    for (let round = 0; round < 2_000; round++) {
      const text = Array.from(
        { length: round % 67 },
        () => units[Math.floor(Math.random() * units.length)],
      ).join('');
      expect(json(text, round % 5)).toBe(JSON.stringify(text));
    }
  });

  it.each([
    ['the empty text', ''],
    ['nothing but control characters', '\u0001'.repeat(5_000)],
    ['the longest text', '€'.repeat(21_845)],
    ['four quotes', '""""'],
  ])('is so for %s, within its room', (_what, text) => {
    expect(isJsonText(text)).toBe(true);
    expect(json(text)).toBe(JSON.stringify(text));
    expect(write(text, 0)).toBeLessThanOrEqual(jsonTextRoom(text));
  });

  it('is left to JSON.stringify where it has lone surrogates or is long', () => {
    expect(isJsonText('a\ud83d')).toBe(false);
    expect(isJsonText('\ude00a')).toBe(false);
    expect(isJsonText('😀')).toBe(true);
    expect(isJsonText('a'.repeat(30_000))).toBe(false);
  });
});
