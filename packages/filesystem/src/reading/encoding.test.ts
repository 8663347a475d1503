import { describe, expect, it } from 'vitest';
import { characterBoundary, decode, detectEncoding, encode, utf8Boundary } from './encoding.ts';

const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('detection', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'utf-8'],
    ['ASCII', Buffer.from('plain\n'), 'utf-8'],
    ['UTF-8', Buffer.from('grüße 日本'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffa'), 'utf-8'],
    ['UTF-16LE with a mark', wide('\ufeffab'), 'utf-16le'],
    ['UTF-16BE with a mark', wide('\ufeffab').swap16(), 'utf-16be'],
    ['UTF-16LE without one', wide('hello world\n'), 'utf-16le'],
    ['UTF-16BE without one', wide('hello world\n').swap16(), 'utf-16be'],
    ['small numbers of two bytes', wide('\x01\x02\x03\x04\x05'), undefined],
    ['small numbers of two bytes, the other way round', Buffer.from([0, 1, 2, 255]), undefined],
    ['Latin-1', Buffer.from('gr\u00fc\u00dfe', 'latin1'), 'latin1'],
    ['UTF-8 with one broken byte', Buffer.concat([Buffer.from('grüße'), Buffer.from([0xff])]), 'latin1'],
    ['terminal colours', Buffer.from('\u001b[31mred\u001b[0m\n'), 'utf-8'],
  ])('of %s', (_, bytes, encoding) => {
    expect(detectEncoding(bytes, true)?.encoding).toBe(encoding);
  });

  it.each([
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['an ELF', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex')],
    ['zeros', Buffer.alloc(100)],
    ['a NUL in text', Buffer.from('abc\0def ghi jkl mno')],
    ['control characters', Buffer.from([1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 200, 201])],
  ])('finds no text in %s', (_, bytes) => {
    expect(detectEncoding(bytes, true)).toBeUndefined();
  });

  it('does not mistake a sample cut inside a character for Latin-1', () => {
    const bytes = Buffer.from(`${'a'.repeat(9)}日`);
    for (const length of [10, 11]) {
      expect(detectEncoding(bytes.subarray(0, length), false)?.encoding).toBe('utf-8');
      expect(detectEncoding(bytes.subarray(0, length), true)?.encoding).toBe('latin1');
    }
  });
});

it('turns text into bytes and back', () => {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
    const bytes = encode('grüße 😀\r\n', encoding);
    expect(bytes && decode(bytes, encoding)).toBe('grüße 😀\r\n');
  }
  expect(encode('grüße', 'latin1')).toEqual(Buffer.from([0x67, 0x72, 0xfc, 0xdf, 0x65]));
  expect(encode('日', 'latin1')).toBeUndefined();
});

it('finds the ends of characters', () => {
  const bytes = Buffer.from('a日b');
  expect([0, 1, 2, 3, 4, 5].map((end) => utf8Boundary(bytes, end))).toEqual([0, 1, 1, 1, 4, 5]);
  const pair = wide('a😀');
  expect([2, 3, 4, 5, 6].map((end) => characterBoundary(pair, end, 'utf-16le'))).toEqual([2, 2, 2, 2, 6]);
  const swapped = Buffer.from(pair).swap16();
  expect([2, 4, 6].map((end) => characterBoundary(swapped, end, 'utf-16be'))).toEqual([2, 2, 6]);
});
