import { describe, expect, it } from 'vitest';
import * as names from './names.ts';

const hostile = [
  '../..',
  '..',
  '.',
  '',
  'a/b',
  'a%2fb',
  'a?b',
  'a#b',
  'a b',
  'a\\b',
  'a\nb',
  'ä',
  'a\u{202e}b',
  'a@b',
  'a:b',
];

describe.each([
  [
    'owner',
    names.owner,
    ['octo-org', 'ada', 'a', 'mona_acme', 'A1'],
    ['-a', 'a-', '--upload-pack', 'x'.repeat(101)],
  ],
  ['repo', names.repo, ['r', '.github', 'a.b_c-d', '...a'], ['...', 'x'.repeat(101)]],
  ['login', names.login, ['ada', 'dependabot[bot]'], ['[bot]', 'a[bot]b']],
])('%s', (_name, schema, good, bad) => {
  it.each(good)('takes %j', (value) => expect(schema.safeParse(value).success).toBe(true));
  it.each([...hostile, ...bad])('refuses %j', (value) => expect(schema.safeParse(value).success).toBe(false));
});

it.each([
  'main',
  'feature/x',
  'v1.0.0',
  'refs/heads/main',
  'ünïcode',
  'a'.repeat(40),
  'a#b',
  'x%2fy',
  'user@host',
])('takes the ref %j', (value) => expect(names.isRef(value)).toBe(true));
it.each([
  ...[
    '../..',
    'a..b',
    '-x',
    '--upload-pack',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a b',
    'a?',
    'a*',
    'a[',
  ],
  ...['a\\b', 'a:b', 'a^', 'a~1', 'a@{1}', '@', '', 'a\u{0}', 'a\u{202e}b', 'x'.repeat(256)],
])('refuses the ref %j', (value) => expect(names.isRef(value)).toBe(false));

it.each(['', 'a', 'a/b.txt', '.github/x', 'a b', 'ä#?%2f', '-x', '...'])('takes the path %j', (value) =>
  expect(names.isFilePath(value)).toBe(true),
);
it.each(['/', '/a', 'a/', 'a//b', '..', '../..', 'a/../b', './a', 'a/.', 'a\u{0}', `${'x'.repeat(4_097)}`])(
  'refuses the path %j',
  (value) => expect(names.isFilePath(value)).toBe(false),
);

it.each([0, -1, 1.5, 2 ** 53, 1e300])('refuses the id %d', (value) =>
  expect(names.id.safeParse(value).success).toBe(false),
);
it('refuses short and other ids of objects', () => {
  expect(names.objectId.safeParse('abc1234').success).toBe(false);
  expect(names.objectId.safeParse('a'.repeat(40)).success).toBe(true);
  expect(names.objectId.safeParse('A'.repeat(40)).success).toBe(false);
  expect(names.objectId.safeParse('a'.repeat(64)).success).toBe(true);
});
