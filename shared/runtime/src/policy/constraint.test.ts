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
