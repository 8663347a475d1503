import { expect, it } from 'vitest';
import { MarkedStream } from './marked-stream.ts';

const mark = 'MARK';

/** What a stream passes on when its bytes come in pieces of this size. */
function pieces(content: string, size: number) {
  let passed = '';
  const stream = new MarkedStream(mark, (chunk) => {
    passed += chunk.toString('latin1');
  });
  const bytes = Buffer.from(content, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    const met = stream.push(bytes.subarray(at, at + size));
    if (met) return { passed, ...met };
  }
  return { passed };
}

it('passes on what is before the mark, however it is cut', () => {
  for (const content of ['', 'one\n', 'MAR', 'MMARMARKE', `${'x'.repeat(50)}MA`].map((text) =>
    text.replace('MARK', 'M-ARK'),
  )) {
    for (let size = 1; size < 12; size += 1) {
      expect(pieces(`${content}${mark}007`, size), `${content} by ${size}`).toEqual({
        passed: content,
        code: 7,
        more: false,
      });
    }
  }
});

it('says that something follows, and waits for what is not there yet', () => {
  expect(pieces('a\0bMARK128late', 100)).toEqual({ passed: 'a\0b', code: 128, more: true });
  expect(pieces('aMARK12', 100)).toEqual({ passed: 'a' });
  expect(pieces('aMAR', 100)).toEqual({ passed: 'a' });
});
