import { expect, it } from 'vitest';
import { demandWellFormed } from './well-formed.ts';

it('names the argument that holds half a character, however deep it lies', () => {
  for (const half of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) {
    for (const args of [{ title: half }, { title: ['whole', { text: half }] }]) {
      expect(() => demandWellFormed(args, '')).toThrow(
        expect.objectContaining({
          code: 'invalid_arguments',
          message: 'The argument title holds half a character (a lone surrogate).',
        }),
      );
    }
  }
});

it('takes whole characters, and what is no text', () => {
  expect(() => demandWellFormed({ title: '⚓ 🚢 é', count: 1, none: null, list: [true] }, '')).not.toThrow();
});
