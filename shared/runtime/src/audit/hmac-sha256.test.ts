import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256 } from './hmac-sha256.ts';

it.each([
  // RFC 4231, test cases 1, 2, 6 and 7.
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '4a656665',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'aa'.repeat(131),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
])('is what RFC 4231 says, %#', (key, text, expected) =>
  expect(hmacSha256(Buffer.from(key, 'hex'))(text)).toBe(expected),
);

it('is what createHmac says, for texts of every length about the bounds and in any order', () => {
  const key = Buffer.from('k'.repeat(32));
  const hmac = hmacSha256(key);
  const texts = ['', 'a', '\ud83d alone', '€'.repeat(40), 'ö😀'.repeat(2_000)];
  for (const length of [55, 56, 63, 64, 65, 2_729, 2_730, 2_731, 2_732, 8_192, 100_000, 1]) {
    texts.push('x'.repeat(length), '€'.repeat(length));
  }
  for (const text of texts) {
    expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    const middle = text.lastIndexOf('x') + 1;
    expect(hmac([text.slice(0, middle), text.slice(middle)])).toBe(hmac(text));
  }
});
