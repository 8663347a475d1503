import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('sums up a file', async () => {
  const { ok, put } = await connectTools();
  const content = 'x'.repeat(3_000_000);
  const { structured } = await ok('get_checksum', { path: put('a.bin', content), algorithm: 'sha512' });
  const checksum = createHash('sha512').update(content).digest('hex');
  expect(structured).toEqual({ algorithm: 'sha512', checksum, size: 3_000_000 });
});

it('refuses a folder and an algorithm it does not know', async () => {
  const { refused } = await connectTools();
  expect(await refused('get_checksum', { path: '.' })).toBe('unsupported');
  expect(await refused('get_checksum', { path: '.', algorithm: 'crc' })).toBe('invalid_arguments');
});
