import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../test-steps.ts';
import { compileGlob } from './glob.ts';

const patterns = [
  '*',
  '**',
  '*.md',
  '**/*.md',
  'src/**',
  'src/**/*.ts',
  '**/a',
  'a/**/b',
  'a/*/b',
  '?.ts',
  '[a-c].ts',
  '[!a-c].ts',
  '[^a-c]*',
  '{a,b}.ts',
  '{src,test}/**/*.{ts,md}',
  'a{1..3}',
  '@(a|b).ts',
  '!(a).ts',
  '+(a|b)',
  '*(ab|c)d',
  '?(x)a',
  '[[:alpha:]]*',
  '\\*',
  '[',
  'a[',
  '.*',
  '**/.*',
  '!*.md',
  '#a',
  'a/',
  '/a',
  'a//b',
  '*a*b*',
  '**/**/b',
  'a**b',
  '',
  '(a)',
  'a/**/',
  '**/x/**/y/**',
  '*.{md,ts}',
  '{,a}b',
  '+(a',
  '!(!(a))',
  '[]a]',
  '[a-]',
  'a\\',
];
const paths = [
  'a',
  'b',
  'ab',
  'abc',
  'abcd',
  'cd',
  'd',
  'a.ts',
  'b.ts',
  'd.ts',
  'xa',
  'a1',
  'a4',
  'README.md',
  '.env',
  'src',
  'src/a.ts',
  'src/deep/er/b.ts',
  'test/x.md',
  'a/b',
  'a/x/b',
  'a/x/y/b',
  'src/.hidden',
  '*',
  '[',
  'a[',
  'a/b/c',
  'x/y',
  'q/x/w/y/z',
  'aabb',
  'a-b',
  '-',
  ']',
  'axb',
  '(a)',
  '#a',
  '+(a',
  'é.ts',
  'a\\',
];

describe('compileGlob', () => {
  it.each(patterns)('agrees with minimatch on %j', (pattern) => {
    const glob = compileGlob(pattern);
    const ours = paths.filter((path) => glob.matches(path));
    expect(ours).toEqual(paths.filter((path) => minimatch(path, pattern, { dot: true })));
  });

  it('agrees with minimatch on random patterns', () => {
    const pieces = ['a', 'b', '*', '?', '/', '**/', '[ab]', '{a,b}', '@(a|b)', '+(a)', '.'];
    let seed = 11;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const make = (from: readonly string[], length: number): string =>
      Array.from({ length }, () => from[random(from.length)]).join('');
    for (let round = 0; round < 3_000; round += 1) {
      const pattern = make(pieces, 1 + random(6));
      const path = make(['a', 'b', '/', 'ab', 'c'], 1 + random(6)).replace(/^\/+|\/+$|\/(?=\/)/g, '');
      if (path === '' || /(^|\/)\.{1,2}(\/|$)/.test(pattern)) continue;
      expect([pattern, path, compileGlob(pattern).matches(path)]).toEqual([
        pattern,
        path,
        minimatch(path, pattern, { dot: true }),
      ]);
    }
  });

  it('knows which folders cannot hold a match', () => {
    const glob = compileGlob('src/*/x.ts');
    expect(glob.leadsOn(glob.enter(glob.start, 'docs'))).toBe(false);
    const inside = glob.enter(glob.start, 'src');
    expect(glob.leadsOn(inside)).toBe(true);
    expect(glob.accepts(glob.enter(inside, 'any'), 'x.ts')).toBe(true);
  });

  it.each([
    '{a,b}'.repeat(30),
    '{1..100000}',
    `${'{'.repeat(300)}a,b${'}'.repeat(300)}`.concat('{1..999}'),
    'a'.repeat(2_000),
  ])('refuses a bomb in a bounded number of steps (%#)', async (pattern) => {
    const refused = expect.objectContaining({ code: 'invalid_arguments' });
    expect(await stepsOf(() => expect(() => compileGlob(pattern)).toThrow(refused))).toBeLessThan(500_000);
  });

  it.each([
    `${'*a'.repeat(100)}b`,
    `${'+(a|aa)'.repeat(20)}b`,
    '*(*(a)|a)b',
    `${'**/'.repeat(200)}b`,
    `@(a)${'!(*a*a*a*a)'.repeat(10)}`,
  ])('matches a backtracking pattern in steps that grow with the name alone (%#)', async (pattern) => {
    const glob = compileGlob(pattern);
    expect(glob.matches('a'.repeat(255))).toBe(false);
    const ofName = (length: number) => stepsOf(() => glob.matches('a'.repeat(length)));
    const ofPath = (names: number) => stepsOf(() => glob.matches(`${'a/'.repeat(names)}a`));
    for (const steps of [ofName, ofPath]) {
      await steps(10);
      expect(await steps(240)).toBeLessThan(2.5 * (await steps(120)) + 1_000);
    }
  });
});
