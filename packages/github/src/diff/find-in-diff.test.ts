import { memoryOf } from '@portolan/testing';
import { expect, it } from 'vitest';
import { findInDiff } from './find-in-diff.ts';

async function* chunksOf(text: string, size = 7) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const section = (path: string, lines: string, old = path) =>
  `diff --git a/${old} b/${path}\nindex 1..2 100644\n--- a/${old}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n${lines}`;

it('finds the part of one file, whatever its lines look like', async () => {
  const hostile = ' same\n--- a/b.txt\n+++ b/b.txt\n+diff --git a/b.txt b/b.txt\n';
  const diff = section('a.txt', hostile) + section('b.txt', '-old\n+new\n');
  expect(await findInDiff(chunksOf(diff), 'b.txt', 1_000)).toEqual({
    patch: '@@ -1,2 +1,2 @@\n-old\n+new',
    truncated: false,
  });
  expect(await findInDiff(chunksOf(diff), 'c.txt', 1_000)).toBeUndefined();
});

it('finds a file that is removed, renamed, or has a name that git quotes', async () => {
  const removed = 'diff --git a/x b/x\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n';
  expect((await findInDiff(chunksOf(removed), 'x', 100))?.patch).toBe('@@ -1 +0,0 @@\n-x');
  expect((await findInDiff(chunksOf(section('new', '-a\n+b\n', 'old')), 'new', 100))?.patch).toContain('+b');
  const quoted =
    'diff --git "a/\\303\\274\\t\\"" "b/\\303\\274\\t\\""\n--- "a/\\303\\274\\t\\""\n+++ "b/\\303\\274\\t\\""\n@@ -1 +1 @@\n-a\n+b\n';
  expect((await findInDiff(chunksOf(quoted), 'ü\t"', 100))?.patch).toContain('+b');
});

it('reads a diff of 40 MB no further than the file', async () => {
  const line = Buffer.from(`+${'x'.repeat(1_023)}\n`.repeat(1_024));
  let read = 0;
  async function* large() {
    yield Buffer.from(section('first', ''));
    for (let n = 0; n < 40; n += 1) {
      read += line.length;
      yield line;
    }
    yield Buffer.from(section('wanted', '-a\n+b\n'));
    for (let n = 0; n < 40; n += 1) {
      read += line.length;
      yield Buffer.from(section(`after${n}`, line.toString()));
    }
  }
  expect((await findInDiff(large(), 'wanted', 1_000))?.patch).toBe('@@ -1,2 +1,2 @@\n-a\n+b');
  expect(read).toBe(41 * line.length);
  const cut = await findInDiff(large(), 'first', 10_000);
  expect(cut).toMatchObject({ truncated: true });
  expect(cut?.patch.length).toBeLessThan(10_001);
});

it('holds nothing of what comes before the file', async () => {
  const found = new URL('./find-in-diff.ts', import.meta.url).href;
  const { answer, grownBytes } = await memoryOf(
    `import { findInDiff } from ${JSON.stringify(found)};
    const line = '+' + 'x'.repeat(1_023) + '\\n';
    async function* large() {
      yield Buffer.from(${JSON.stringify(section('first', ''))});
      for (let n = 0; n < 600; n += 1) yield Buffer.from(line.repeat(1_024));
      yield Buffer.from(${JSON.stringify(section('wanted', '-a\n+b\n'))});
    }`,
    `findInDiff(large(), 'wanted', 1_000)`,
  );
  expect(answer).toMatchObject({ patch: '@@ -1,2 +1,2 @@\n-a\n+b' });
  // Some 25 MB are seen, of 600.
  expect(grownBytes).toBeLessThan(150 * 1024 * 1024);
});
