import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCursor, readCursor } from './sealed-cursor.ts';

const question = ['search', '/a', undefined, { limit: 3 }];
const refused = expect.objectContaining({ code: 'invalid_arguments' });

const sealed = (place: string): string => {
  const body = Buffer.from(place).toString('base64url');
  const seal = createHash('sha256')
    .update(JSON.stringify(question))
    .update('\0')
    .update(body)
    .digest('base64url');
  return `${body}.${seal.slice(0, 16)}`;
};

describe('cursors', () => {
  it('come back as they were, whatever the names hold', () => {
    const place = ['a\n/é', '', '\u{1F600}"\\'];
    expect(readCursor(question, makeCursor(question, place), 3)).toEqual(place);
  });

  it('are refused for another question', () => {
    expect(() => readCursor(['other'], makeCursor(question, ['a']), 1)).toThrow(refused);
  });

  it('are refused when any character is changed', () => {
    const cursor = makeCursor(question, ['some', 'place']);
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      expect(() => readCursor(question, changed, 2)).toThrow(refused);
    }
  });

  it.each(['not json', '{}', '[1]', '["one","too","many"]', 'null', ''])(
    'are refused when sealed over %j',
    (place) => {
      expect(() => readCursor(question, sealed(place), 2)).toThrow(refused);
    },
  );
});
