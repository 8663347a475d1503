import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('gives the diff of texts, and where others differ', async () => {
  const { ok, put } = await connectTools();
  const before = put('a.txt', 'one\ntwo\n');
  const after = put('b.txt', 'one\n2\n');
  const text = await ok('compare_files', { before, after });
  expect(text.text).toMatch(/^```diff\n[\s\S]*\n-two\n\+2\n```/);
  expect((await ok('compare_files', { before, after: before })).text).toBe('The files are identical.');
  const binary = {
    before: put('a.bin', Buffer.from([0, 1, 2])),
    after: put('b.bin', Buffer.from([0, 1, 3])),
  };
  expect((await ok('compare_files', binary)).structured).toEqual({
    identical: false,
    firstDifference: 2,
    truncated: false,
  });
});

it('refuses a file outside on either side', async () => {
  const { refused, put, putOutside } = await connectTools();
  const [inside, outside] = [put('a.txt'), putOutside('b.txt')];
  expect(await refused('compare_files', { before: inside, after: outside })).toBe('outside_roots');
  expect(await refused('compare_files', { before: outside, after: inside })).toBe('outside_roots');
});

it('says of a diff that is cut how to see the rest', async () => {
  const { ok, put } = await connectTools();
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word} ${at}\n`).join('');
  const question = { before: put('a', lines('old')), after: put('b', lines('new')) };
  const { text, structured } = await ok('compare_files', question);
  expect(structured).toMatchObject({ identical: false, truncated: true });
  expect(text).toMatch(/\[The diff is cut\. Read both files from there on with read_text_file\.\]$/);
});
