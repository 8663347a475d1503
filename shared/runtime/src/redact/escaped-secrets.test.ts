import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const secret = 'Sup3r/S3cret+v&l<ue">;é-0123456789';
const redactor = createRedactor({ secrets: [secret] });

const each = (to: (character: string) => string) => [...secret].map(to).join('');
const code = (character: string, digits: number) =>
  (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
const lines = (text: string, width: number, end: string) =>
  text.replaceAll(new RegExp(`(.{${width}})(?=.)`, 'gs'), `$1${end}`);
const base64 = Buffer.from(`Basic x:${secret} and more of the same header`).toString('base64');

describe('a configured secret', () => {
  it.each([
    [
      'with each character percent-encoded',
      each((one) => [...Buffer.from(one)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
    ],
    ['percent-encoded in part, some letters large', 'Sup3r%2FS3cret%2bv%26l%3Cue%22%3e%3B%C3%a9-0123456789'],
    [
      'percent-encoded twice in part',
      'Sup3r%252FS3cret%252Bv%2526l%253Cue%2522%253E%253B%25C3%25A9-0123456789',
    ],
    ['as HTML', 'Sup3r/S3cret+v&amp;l&lt;ue&quot;&gt;;é-0123456789'],
    ['as HTML by numbers', 'Sup3r&#x2F;S3cret&#43;v&#38;l&#60;ue&#34;&#x3E;;&#233;-0123456789'],
    [
      'as Go writes JSON',
      JSON.stringify(secret)
        .slice(1, -1)
        .replaceAll(/[&<>]/g, (one) => `\\u${code(one, 4)}`),
    ],
    ['as ASCII JSON', each((one) => `\\u${code(one, 4)}`)],
    [
      'as JSON in JSON',
      JSON.stringify(JSON.stringify(secret).slice(1, -1).replaceAll('é', '\\u00e9')).slice(1, -1),
    ],
    ['by bytes of JavaScript', each((one) => `\\x${code(one, 2)}`)],
    ['over several lines', lines(secret, 9, '\n')],
    ['over several indented lines', lines(secret, 9, '\r\n    ')],
    ['over lines of JSON', lines(secret.replaceAll('"', '\\"'), 11, '\\n')],
    ['as a mail wraps it', lines(secret, 7, '=\r\n')],
    ['in base64 over several lines', lines(base64, 16, '\n')],
    ['in base64 over lines of JSON', lines(base64, 76, '\\n')],
  ])('is known %s', (_how, text) => {
    const shown = redactor.text(`before ${text} after`);
    expect(shown).toMatch(/^before .{0,11}\[redacted:known\](?:SBh.*)? after$/s);
  });

  it('is known with backslashes before its signs, and nothing else escaped', () => {
    const signed = createRedactor({ secrets: ['pass-word/with.signs!'] });
    for (const text of ['pass\\-word\\/with\\.signs\\!', 'pass-word/with\\.signs!'])
      expect(signed.text(`a ${text} b`)).toBe('a [redacted:known] b');
  });

  it('is known as a form writes its spaces, and nothing else escaped', () => {
    const spaced = createRedactor({ secrets: ['horse battery [staple]'] });
    expect(spaced.text('horse+battery+[staple]')).toBe('[redacted:known]');
  });

  it('is known as a key and in the keys below', () => {
    const shown = JSON.stringify(redactor.value({ a: [{ [lines(secret, 9, '\n')]: 1 }] }));
    expect(shown).toBe('{"a":[{"[redacted:known]":1}]}');
  });

  it('costs time in proportion to the text', () => {
    const cpuOnce = (text: string) => {
      const before = process.threadCpuUsage();
      redactor.text(text);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    };
    // Others on the machine can only prolong it.
    const cpuMs = (text: string) => Math.min(...[1, 2, 3].map(() => cpuOnce(text)));
    for (const unit of ['Sup3r/S3cret+\n', '%53', '&#0000', '\\\\\\\\u005', 'S\n', '=\r\n']) {
      cpuMs(unit.repeat(1_000));
      const once = cpuMs(unit.repeat(250_000 / unit.length));
      expect(cpuMs(unit.repeat(1_000_000 / unit.length)), unit).toBeLessThan(once * 10 + 200);
    }
  });
});
