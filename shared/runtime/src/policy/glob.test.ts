import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

test.each([
  ['*', 'read_file', true],
  ['*', 'a/b', false],
  ['read_*', 'read_', true],
  ['read_*', 'xread_file', false],
  ['?', '😀', true],
  ['a/**', 'a/b/c', true],
  ['**/c', 'a/b/c', true],
  ['**/c', 'c', true],
  ['a/**/c', 'a/c', true],
  ['a/**/c', 'a/b/b/c', true],
  ['a/**/c', 'ac', false],
  ['a.b', 'axb', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['a+(b)^$|', 'a+(b)^$|', true],
])('%s on %s: %s', (pattern, value, matches) => {
  expect(compileGlob(pattern)(value)).toBe(matches);
});

test.each(['', '!a', 'a{b,c}', 'a[bc]', 'a**', '**a/b', 'a\\'])(
  'refuses %j, which would match other than it looks',
  (pattern) => {
    expect(() => compileGlob(pattern)).toThrow();
  },
);

test('agrees with the same glob as a regular expression', () => {
  const part = fc.constantFrom('a', 'b', '*', '?', '/', '/**/');
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '/') }),
      (parts, value) => {
        const pattern = parts
          .join('')
          .replaceAll(/\*+(?!\/)/g, '*')
          .replaceAll(/(?<!\/)\*\*/g, '*');
        fc.pre(!pattern.split('/').some((segment) => segment !== '**' && segment.includes('**')));
        // Before each segment but the first stands a slash; "**" takes any number of segments with theirs.
        const marked = pattern
          .split('/')
          .map((segment) =>
            segment === '**' ? '(?:/[^/]*)*' : `/${segment.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}`,
          );
        expect(compileGlob(pattern)(value)).toBe(new RegExp(`^${marked.join('')}$`).test(`/${value}`));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a hostile value ends', () => {
  const glob = compileGlob('**/*a*a*a*a*a*a*a*b/**/*a*a*a*b');
  // Whoever tried every way to divide it would not end.
  expect(glob('a'.repeat(2_000) + '/a'.repeat(1_000))).toBe(false);
});
