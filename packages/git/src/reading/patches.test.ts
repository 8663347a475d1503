import { expect, it } from 'vitest';
import { patchesOf } from './patches.ts';

const texts = (patch: string, files: Parameters<typeof patchesOf>[1], whole = true) =>
  patchesOf(patch, files, whole).map((found) => found?.text);
const file = (path: string) => `diff --git a/${path} b/${path}\n+${path}\n`;

it('gives each file its patch: two of a file that became a link, none of one that is gone', () => {
  const link = `${file('b')}${file('b')}`;
  expect(
    texts(`${file('a')}${link}${file('d')}`, [{ path: 'a' }, { path: 'b' }, { path: 'c' }, { path: 'd' }]),
  ).toEqual([file('a'), link, '', file('d')]);
});

it('finds a file in conflict, whose patch comes first', () => {
  const conflict = 'diff --cc z\n++<<<<<<<\n';
  expect(texts(`${conflict}${file('a')}`, [{ path: 'a' }, { path: 'z' }])).toEqual([file('a'), conflict]);
  // That the one was read says nothing of those before it.
  expect(texts(conflict, [{ path: 'a' }, { path: 'z' }], false)).toEqual([undefined, conflict]);
});

it('says which patches were not read, or not to their end', () => {
  const found = patchesOf(
    `${file('b')}${file('c')}`,
    [{ path: 'a' }, { path: 'b' }, { path: 'c' }, { path: 'd' }],
    false,
  );
  expect(found).toEqual([
    { text: '', open: false },
    { text: file('b'), open: false },
    { text: file('c'), open: true },
    undefined,
  ]);
  expect(texts('', [{ path: 'a' }], false)).toEqual([undefined]);
});

it('knows names as git writes them', () => {
  const renamed = 'diff --git "a/tab\\there" "b/q\\"\\\\\\001"\nrename\n';
  expect(texts(renamed, [{ path: 'q"\\\u0001', from: 'tab\there' }])).toEqual([renamed]);
  const accents = 'diff --git a/é ü b/é ü\n';
  expect(texts(accents, [{ path: 'é ü' }])).toEqual([accents]);
  const bytes = 'diff --git a/a\ufffdb b/a\ufffdb\n';
  expect(texts(bytes, [{ path: 'bytes:a%E9b' }])).toEqual([bytes]);
});

it('takes no content for a header', () => {
  const patch = 'diff --git a/x b/x\n+diff --git a/y b/y\n diff --git a/y b/y\n';
  expect(texts(patch, [{ path: 'x' }, { path: 'y' }])).toEqual([patch, '']);
});
