import { describe, expect, it } from 'vitest';
import { decodeBytes, encodeBytes, meantName, shownName } from './names.ts';

describe.each([
  ['ascii', 'a/b.txt', 'a/b.txt'],
  ['utf-8', 'ünï/😀', 'ünï/😀'],
  ['latin1', Buffer.from('caf\xe9/\xfcber', 'latin1'), 'bytes:caf%E9/%FCber'],
  ['a percent sign', '100%', '100%'],
  ['latin1 with a percent sign', Buffer.from('100% caf\xe9', 'latin1'), 'bytes:100%25 caf%E9'],
  ['the escape itself', 'bytes:a%20b', 'bytes:bytes:a%2520b'],
  ['a cut character', Buffer.from([0x61, 0xe2, 0x82]), 'bytes:a%E2%82'],
  ['both kinds', Buffer.from([0xc3, 0xbc, 0xff, 0xc3, 0xbc]), 'bytes:ü%FFü'],
  ['a surrogate in bytes', Buffer.from([0xed, 0xb3, 0xbf]), 'bytes:%ED%B3%BF'],
  ['an overlong slash', Buffer.from([0xc0, 0xaf]), 'bytes:%C0%AF'],
])('%s', (_what, name, shown) => {
  const bytes = Buffer.from(name);
  it('is shown as text and understood again', () => {
    const text = decodeBytes(bytes);
    expect(shownName(text)).toBe(shown);
    expect(encodeBytes(meantName(shown, 'path')).equals(bytes)).toBe(true);
    expect(encodeBytes(text).equals(bytes)).toBe(true);
  });
});

it('gives every string of bytes a name of its own', () => {
  const seen = new Map<string, string>();
  for (let first = 0; first < 256; first += 1) {
    for (const second of [0x25, 0x41, 0x80, 0xbf, 0xc3, 0xff]) {
      const bytes = Buffer.from([first, second, 0x62]);
      const shown = shownName(decodeBytes(bytes));
      expect(seen.get(shown)).toBeUndefined();
      seen.set(shown, bytes.toString('hex'));
      expect(shown.isWellFormed()).toBe(true);
      expect(encodeBytes(meantName(shown, 'path')).toString('hex')).toBe(bytes.toString('hex'));
    }
  }
});

it.each(['bytes:%', 'bytes:%4', 'bytes:%zz', '\udc80'])('refuses %j', (value) => {
  expect(() => meantName(value, 'path')).toThrow();
});
