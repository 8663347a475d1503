import { expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const prefixes = ['ghp_', 'github_pat_', 'xoxe.xoxb-', 'xoxb-'];
const redactor = createRedactor({ tokenPrefixes: prefixes });
const plain = createRedactor();

const tail = 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1B';
const forms: Readonly<Record<string, (token: string) => string>> = {
  'as it is': (token) => token,
  'URL-encoded': (token) => encodeURIComponent(token),
  'URL-encoded whole': (token) => token.replaceAll(/[_.-]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  'URL-encoded twice': (token) => token.replaceAll(/[_.-]/g, (one) => `%25${one.charCodeAt(0).toString(16)}`),
  base64: (token) => Buffer.from(token).toString('base64'),
  'base64 after one byte': (token) => Buffer.from(`:${token}`).toString('base64'),
  'base64 of Basic user:token': (token) => Buffer.from(`me:${token}`).toString('base64'),
  'base64 amid text': (token) => Buffer.from(`header: ${token}; and more`).toString('base64'),
  base64url: (token) => Buffer.from(`ü${token}`).toString('base64url'),
  hexadecimal: (token) => Buffer.from(token).toString('hex'),
  'hexadecimal in capitals': (token) => Buffer.from(token).toString('hex').toUpperCase(),
};

for (const prefix of prefixes) {
  it.each(Object.entries(forms))(`hides a token that begins with ${prefix}: %s`, (_name, form) => {
    const text = `before ${form(prefix + tail)} after`;
    const hidden = redactor.text(text);
    expect(hidden).toContain('[redacted:');
    expect(hidden).toMatch(/^before .* after$/);
    // Neither the random part nor its encoding is left, whatever came before it.
    for (const left of [
      tail,
      Buffer.from(tail).toString('hex'),
      Buffer.from(tail).toString('hex').toUpperCase(),
    ]) {
      expect(hidden).not.toContain(left.slice(0, 12));
    }
    expect(Buffer.from(hidden.split(' ')[1] ?? '', 'base64').toString()).not.toContain(tail.slice(0, 8));
  });
}

it('leaves ordinary text as it is', () => {
  const random = Buffer.from(
    Array.from({ length: 60_000 }, (_, index) => (index * 7919 + (index >> 3)) & 0xff),
  );
  for (const text of [
    'The prefix ghp_ marks a token.',
    `data:${random.toString('base64')}`,
    random.toString('hex'),
  ]) {
    expect(redactor.text(text)).toBe(plain.text(text));
  }
});
