import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('adds up folders, the largest first', async () => {
  const { ok, put } = await connectTools();
  put('small/a', 'x');
  put('large/b', Buffer.alloc(100_000));
  const { structured, text } = await ok('disk_usage', { path: '.' });
  expect(structured).toMatchObject({
    total: { path: '.', contentBytes: 100_001, files: 2 },
    folders: [{ path: 'large', files: 1 }, { path: 'small' }],
  });
  expect(text.split('\n')).toHaveLength(3);
});

it('refuses a file', async () => {
  const { refused, put } = await connectTools();
  expect(await refused('disk_usage', { path: put('a.txt') })).toBe('unsupported');
});
