import { describe, expect, it } from 'vitest';
import { cutText, keptText } from './cut-text.ts';

const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(text));

describe('a text that is cut', () => {
  it.each(['plain text', '"quoted"\n\\', 'größer als €', '😀😀😀😀', 'a😀b😀', '\u0001\u0002', ''])(
    'is a beginning of %j that fits, in whole characters, and hardly a longer one does',
    (text) => {
      const characters = [...text];
      const beginnings = characters.map((_, at) => characters.slice(0, at + 1).join(''));
      for (let maxBytes = 2; maxBytes <= bytesOf(text) + 1; maxBytes += 1) {
        const fitting = ['', ...beginnings.filter((beginning) => bytesOf(beginning) <= maxBytes)];
        const kept = keptText(text, maxBytes);
        expect([maxBytes, fitting.slice(text.includes('😀') ? -2 : -1)]).toEqual([
          maxBytes,
          expect.arrayContaining([kept]),
        ]);
        expect(cutText(text, maxBytes)).toBe(kept === text ? text : `${kept}…`);
      }
    },
  );
});
