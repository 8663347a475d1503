import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileConstraint } from './constraint.ts';

test.each([
  [['/srv/data/**'], '/srv/data', true],
  [['/srv/data/'], '/srv/data', true],
  [['/srv/data/'], '/srv/data/a/b', true],
  [['/srv/data'], '/srv/data/', true],
  [['/srv/data'], '/srv/data/a', false],
  [['/srv/data/'], '/srv/database', false],
  [['/srv//data/'], '/srv/data/x', true],
  [['/'], '/etc/passwd', true],
  [['/**'], '/etc/passwd', true],
  [['**'], '/etc/passwd', true],
  [['**'], 'a/b', true],
  [['**'], '.', true],
  [['acme/*'], 'acme/site', true],
  [['acme/*'], 'acme2/site', false],
  [['public', 'sales_*'], 'sales_2026', true],
  [[], 'anything', false],
])('allow %j on %j: %s', (allow, value, inside) => {
  expect(compileConstraint({ allow })(value)).toBe(inside);
});

const fenced = compileConstraint({ allow: ['/srv/data/'], deny: ['/srv/data/secret', '.env', '**/*.key'] });

test.each([
  '/srv/data/../../etc/passwd',
  '/srv/data/..',
  '/srv/data/./../x',
  '/srv/data/a/../../../etc',
  '/srv/other',
  '/SRV/DATA/a',
  'srv/data/a',
  '../srv/data/a',
  '',
  '/srv/data/a\0',
  '/srv/data/a\0/../../../etc/passwd',
  `/srv/data/${'a/'.repeat(2_100)}`,
])('what the allowed folder does not hold is outside: %j', (value) => {
  expect(fenced(value)).toBe(false);
});

test.each([
  '/srv/data/secret',
  '/srv/data/secret/',
  '/srv/data/secret/deep/file',
  '/srv/data//secret',
  '//srv/data/./secret/x',
  '/srv/data/a/../secret/x',
  '/srv/data/SECRET/x',
  '/srv/data/sEcReT',
  '/srv/data/\u017fecret',
  '/srv/data/\uff53ecret',
  '/srv/data/se\u200bcret',
  '/srv/data/secret\\x',
  '/srv/data/a\\..\\secret',
  '/srv/data\uff0fsecret',
  '/srv/data/.env',
  '/srv/data/a/.ENV',
  '/srv/data/a/b.Key',
])('a denied value stays denied in every disguise: %j', (value) => {
  expect(fenced(value)).toBe(false);
});

test.each([
  '/srv/data',
  '/srv/data/',
  '/srv//data/./a',
  '/srv/data/b/../a',
  '/srv/data/secrets',
  '/srv/data/env',
  '/srv/data/..a',
])('what is neither outside nor denied is inside: %j', (value) => {
  expect(fenced(value)).toBe(true);
});

test('composed and decomposed Unicode are one name', () => {
  expect(compileConstraint({ allow: ['/caf\u00e9/'] })('/cafe\u0301/menu')).toBe(true);
  expect(compileConstraint({ deny: ['/cafe\u0301'] })('/caf\u00e9')).toBe(false);
});

test.each(['', '../a', '/a/../b', '/a/./b', 'a\0b', 'a/{b,c}'])('refuses the pattern %j', (pattern) => {
  expect(() => compileConstraint({ allow: [pattern] })).toThrow();
  expect(() => compileConstraint({ deny: [pattern] })).toThrow();
});

test('a path is inside exactly when what it resolves to is', () => {
  const segment = fc.constantFrom('srv', 'data', 'secret', 'x', '.', '..', '');
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 10 }), (segments) => {
      const value = `/${segments.join('/')}`;
      const plain = posix.resolve(value);
      const beneath = (folder: string) => `${plain}/`.startsWith(`${folder}/`);
      const allowed = beneath('/srv/data') && !beneath('/srv/data/secret');
      expect(compileConstraint({ allow: ['/srv/data/'], deny: ['/srv/data/secret'] })(value)).toBe(allowed);
    }),
    { numRuns: 3_000 },
  );
});

test('no disguise of a denied path gets through', () => {
  const disguises: readonly ((segment: string) => string)[] = [
    (segment) => segment,
    (segment) => segment.toUpperCase(),
    (segment) => `./${segment}`,
    (segment) => `/${segment}`,
    (segment) => `x/../${segment}`,
    (segment) => segment.normalize('NFD'),
    (segment) => `\u200d${segment}`,
    (segment) =>
      [...segment].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join(''),
  ];
  const names = ['srv', 'data', 'secret', 'file'];
  fc.assert(
    fc.property(fc.array(fc.nat(disguises.length - 1), { minLength: 4, maxLength: 4 }), (chosen) => {
      const value = `/${names.map((name, at) => disguises[chosen[at] ?? 0]?.(name)).join('/')}`;
      expect(compileConstraint({ deny: ['/srv/data/secret'] })(value)).toBe(false);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  [{ allow: ['D1'] }, true],
  [{ allow: ['U1'] }, true],
  [{ allow: ['U2'] }, false],
  [{ deny: ['D1'] }, false],
  [{ deny: ['U1'] }, false],
  [{ allow: ['D1'], deny: ['U1'] }, false],
  [{ allow: ['D1', 'U1'], deny: ['U2'] }, true],
])('%j on what is called D1 and U1: %s', (constraint, inside) => {
  expect(compileConstraint(constraint)(['D1', 'U1'])).toBe(inside);
});

test('what has a name that no rule may allow, or no name, is outside', () => {
  expect(compileConstraint({})(['D1', ''])).toBe(false);
  expect(compileConstraint({})([])).toBe(false);
});
