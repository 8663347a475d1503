import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sandbox } from '../../test-support.ts';
import { openScope } from '../open-scope.ts';
import { CandidateFiles } from './candidate-files.ts';
import { type ContentOptions, searchContent } from './search-content.ts';

const chosenFrom = (...parts: readonly Buffer[]): CandidateFiles => {
  const files = new CandidateFiles();
  for (const part of parts) files.add(part);
  return files;
};

const outputOf = (...paths: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(paths.flatMap((path) => [Buffer.from('./'), Buffer.from(path), Buffer.from([0])]));

it('gives files in the order of a walk, by folder', () => {
  const files = chosenFrom(outputOf('b/c/1', 'b-/1', 'z', 'b/2', 'a\nb', 'b/c d/1', 'b/1'));
  expect(
    [...files.inOrder()].map(({ folder, entries }) => [folder, entries.map(({ name }) => name)]),
  ).toEqual([
    ['', ['a\nb', 'z']],
    ['b', ['1', '2']],
    ['b/c', ['1']],
    ['b/c d', ['1']],
    ['b-', ['1']],
  ]);
  expect(['z', 'b/c/1', 'b', '1'].map((path) => files.has(path))).toEqual([true, true, false, false]);
  expect(['b', 'b/c', 'b-', 'z', 'c'].map((path) => files.leadsOn(path))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([...chosenFrom(Buffer.alloc(0)).inOrder()]).toEqual([]);
});

it('tells each file as soon as the whole of its path is there', () => {
  const files = new CandidateFiles();
  const output = outputOf('a/日本', Buffer.from([0x78, 0xe9]), 'b');
  const told = [...output].flatMap((byte) => files.add(Buffer.from([byte])));
  expect(told.map(({ folder, entry: { name } }) => [folder, name])).toEqual([
    ['a', '日本'],
    ['', 'x\\xe9'],
    ['', 'b'],
  ]);
  expect([...files.inOrder()]).toEqual([...chosenFrom(output).inOrder()]);
});

/** The name `x` and a byte that is no UTF-8. */
const oddName = Buffer.from([0x78, 0xe9]);

/** A search whose files ripgrep chooses from the first one on, and one that does without it. */
async function bothWays(box: ReturnType<typeof sandbox>, options: Partial<ContentOptions>) {
  const scope = openScope(box.files.access, box.root);
  const how = { pattern: 'needle', maxMatchesPerFile: 9, limit: 100, ...options };
  const chosen = await searchContent(scope, { ...how, ripgrepAfterMs: 0 });
  expect(chosen).toEqual(await searchContent(scope, { ...how, ripgrepAfterMs: Number.POSITIVE_INFINITY }));
  return chosen;
}

it('leads to files whose names are not UTF-8, and counts the folders', async () => {
  const box = sandbox();
  box.put('plain.txt', 'needle\n');
  mkdirSync(Buffer.concat([Buffer.from(`${box.root}/`), oddName]));
  writeFileSync(Buffer.concat([Buffer.from(`${box.root}/`), oddName, Buffer.from('/in.txt')]), 'needle\n');
  box.put('sub/plain.txt', 'needle\n');
  writeFileSync(Buffer.concat([Buffer.from(`${box.root}/sub/`), oddName]), 'needle\n');
  const found = await bothWays(box, {});
  expect(found).toMatchObject({ matches: 3, unreadable: 1, unreadablePaths: ['x\\xe9'] });
});

it('keeps the bounds of a walk: its depth, and what is left out', async () => {
  const box = sandbox();
  for (const path of ['a.txt', 'one/a.txt', 'one/two/a.txt', 'one/two/three/a.txt', 'out/deep/a.txt'])
    box.put(path, 'needle\n');
  expect(await bothWays(box, { maxDepth: 1, exclude: ['out/*'] })).toMatchObject({
    matches: 2,
    truncatedBy: ['depth'],
  });
  expect(await bothWays(box, { exclude: ['one/two'] })).toMatchObject({ matches: 3, truncated: false });
});

it('gives the same where a text is nearly everywhere', async () => {
  const box = sandbox();
  for (let file = 10; file < 60; file += 1) box.put(`sub-${file % 4}/${file}.txt`, `needle ${file}\n`);
  const found = await bothWays(box, { limit: 3 });
  expect(found.files.flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual([
    'needle 12',
    'needle 16',
    'needle 20',
  ]);
});

it('takes a text that no program can be given', async () => {
  const box = sandbox();
  box.put('a.txt', 'need\0le\n');
  expect(await bothWays(box, { pattern: 'need\0le' })).toMatchObject({ matches: 0 });
});
