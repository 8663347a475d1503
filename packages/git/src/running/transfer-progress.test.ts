import { expect, it } from 'vitest';
import { readTransferProgress } from './transfer-progress.ts';

const output =
  'remote: Enumerating objects: 5, done.\n' +
  'remote: Counting objects:  50% (1/2)\rremote: Counting objects: 100% (2/2), done.\n' +
  'Receiving objects:   0% (0/2)\rReceiving objects: 100% (2/2), 1.2 KiB, done.\n' +
  'remote: Total 2 (delta 0), reused 0 (delta 0), pack-reused 0\n' +
  'fatal: Receiving »größer« broke off\nResolving deltas: 100% (1/1), done.\nwarning: last words';

it.each([1, 7, 1_000])('tells what is done and leaves the errors, in chunks of %i', (size) => {
  const told: unknown[] = [];
  const read = readTransferProgress((...progress) => told.push(progress));
  let kept = '';
  const bytes = Buffer.from(output);
  for (let at = 0; at < bytes.length; at += size) kept += read(bytes.subarray(at, at + size));
  expect(told).toEqual([
    [50, 600, 'Counting objects: 50 %'],
    [100, 600, 'Counting objects: 100 %'],
    [200, 600, 'Receiving objects: 0 %'],
    [300, 600, 'Receiving objects: 100 %'],
    [500, 600, 'Resolving deltas: 100 %'],
  ]);
  expect(kept).toBe('fatal: Receiving »größer« broke off\nwarning: last words');
});
