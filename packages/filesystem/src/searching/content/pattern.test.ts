import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../test-steps.ts';
import { safeLineLength } from './backtracking-cost.ts';
import { createLineMatcher } from './line-matcher.ts';
import { literalPattern, parsePattern } from './parse-pattern.ts';
import { requiredText } from './required-text.ts';

const find = async (source: string, line: string, ignoreCase = false): Promise<number> =>
  (await createLineMatcher(parsePattern(source, ignoreCase))).find(line);

describe('parsePattern', () => {
  it.each([
    ['a(?=b)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['(a)\\1', 'back-references'],
    ['a\\nb', 'line break'],
    ['a\nb', 'line break'],
    ['[', 'not closed'],
    ['(a', 'not closed'],
    ['a)', 'without "("'],
    ['*a', 'nothing to repeat'],
    ['a**', 'needs a group'],
    ['a{3,2}', 'out of order'],
    ['a{9999}', 'over 1000'],
    ['[z-a]', 'wrong way round'],
    ['\\p{Klingon}', 'no character property'],
    ['\\y', 'not known'],
    ['(?x)a', 'this kind of group'],
    ['(?>a)', 'this kind of group'],
    ['(((a{100}){100}){100})', 'unfold'],
    ['('.repeat(200), 'nested'],
    ['a'.repeat(5_000), 'characters'],
    ['', 'empty'],
  ])('refuses %j and says why', (source, reason) => {
    expect(() => parsePattern(source, false)).toThrow(
      expect.objectContaining({ code: 'invalid_arguments', message: expect.stringContaining(reason) }),
    );
  });

  it.each([
    ['colou?r', 'the color', 4],
    ['^\\s*$', '   ', 0],
    ['\\bcat\\b', 'concat cat', 7],
    ['[[:upper:]]\\d{2,3}', 'ab C42', 3],
    ['[^a-c]+$', 'abcabd', 5],
    ['(?P<year>\\d{4})-(?:0[1-9]|1[0-2])', 'on 2026-11-23', 3],
    ['\\x{1F600}|\\x41', 'zA', 1],
    ['\\p{Greek}+', 'abγδ', 2],
    ['a{,3}', 'a{,3}', 0],
    ['(?i)straSSE', 'STRAsse', 0],
    ['.', 'é', 0],
    ['[]a]', ']', 0],
    ['[\\w.-]+@[\\w.-]+', 'to: me@example.org', 4],
    ['a|b|', 'zzz', 0],
    ['\\.', 'a.b', 1],
  ])('finds %j in %j', async (source, line, at) => {
    expect(await find(source, line)).toBe(at);
    const padding = 'é'.repeat(100_000);
    if (!/[$^.|]/.test(source))
      expect(await find(source, `${padding} ${line}`)).toBe(padding.length + 1 + at);
  });

  it('folds letters beyond ASCII', async () => {
    expect(await find('ÉTÉ', 'un été', true)).toBe(3);
    expect(await find('\\W', 's', true)).toBe(-1);
    expect(await find('\\bs', 'ſ s', true)).toBe(2);
    expect(await find('\\B', 's\u{1F600}e')).toBe(-1);
  });
});

describe('createLineMatcher', () => {
  it.each([
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '(.*a){20}',
    '(?:a?){50}a{50}b',
    'a*a*a*a*a*a*b',
    '.*.*.*=.*',
    '(x+x+)+y',
  ])('decides %j in steps that grow with the line alone', async (source) => {
    const matcher = await createLineMatcher(parsePattern(source, false));
    for (const lineOf of [
      (length: number) => `${'a'.repeat(length)}!`,
      (length: number) => 'x'.repeat(length),
    ]) {
      for (const length of [28, 1_000, 30_000]) {
        expect((await stepsOf(() => matcher.find(lineOf(length)))) / length).toBeLessThan(5_000);
      }
    }
  });

  it('gives the built-in engine only lines on which it is harmless', () => {
    const length = (source: string): number => safeLineLength(parsePattern(source, false).pattern);
    expect(length('foo[0-9]bar')).toBeGreaterThan(100_000);
    expect(length('a+b')).toBe(1_000);
    expect(Math.abs(length('a.*b.*c') - 100)).toBeLessThanOrEqual(1);
    expect(length('(a+)+$')).toBe(0);
    expect(length('(a|b)*c')).toBe(0);
    expect(length(`${'a?'.repeat(25)}`)).toBe(0);
  });

  it('knows the text that every match holds', () => {
    const text = (source: string): string => requiredText(parsePattern(source, false).pattern);
    expect(text('\\w+needle[0-9]*x')).toBe('needle');
    expect(text('abc?d')).toBe('ab');
    expect(text('(foo)+bar|baz')).toBe('');
    expect(text('(?:needle){2,}')).toBe('needle');
  });

  it('takes literal text as it is', async () => {
    const matcher = await createLineMatcher(literalPattern('a.*[(', true));
    expect(matcher.find('xxA.*[(')).toBe(2);
    expect(() => literalPattern('a\nb', false)).toThrow(
      expect.objectContaining({ code: 'invalid_arguments' }),
    );
  });
});
