import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('gives aligned rows and totals, by name or size', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'x');
  put('b.txt', 'x'.repeat(1500));
  put('d/inner.txt');
  const { text, structured } = await ok('list_directory_with_sizes', { path: '.' });
  expect(text).toBe(
    [
      `[FILE] ${'a.txt'.padEnd(30)} ${'1 B'.padStart(10)}`,
      `[FILE] ${'b.txt'.padEnd(30)} ${'1.46 KB'.padStart(10)}`,
      `[DIR] ${'d'.padEnd(30)} `,
      '',
      'Total: 2 files, 1 directories',
      'Combined size: 1.47 KB',
    ].join('\n'),
  );
  expect(structured).toMatchObject({ total: 3, totalSize: 1501, truncated: false });
  const bySize = await ok('list_directory_with_sizes', { path: '.', sortBy: 'size', limit: 2 });
  expect(bySize.structured.truncated).toBe(true);
  expect(bySize.structured.nextCursor).toEqual(expect.any(String));
});

it('refuses an order it does not know', async () => {
  const { refused } = await connectTools();
  expect(await refused('list_directory_with_sizes', { path: '.', sortBy: 'age' })).toBe('invalid_arguments');
});
