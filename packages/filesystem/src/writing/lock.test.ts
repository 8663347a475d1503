import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { connectTools } from '../tools/test-support.ts';
import { withLock } from './lock.ts';

/** The name of the lock of `file`, which depends on nothing but that name. */
async function lockOfFile(): Promise<string> {
  const { root, files } = sandbox();
  using folder = files.access.openFolder(root);
  return withLock(folder, 'file', 'file', () => readdirSync(root)[0] ?? '');
}

it.each([
  ['a FIFO', (path: string) => void execFileSync('mkfifo', [path])],
  ['a link to a device without end', (path: string) => symlinkSync('/dev/zero', path)],
  ['a link to nothing', (path: string) => symlinkSync('nothing', path)],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a file that is far too long', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
])('%s in the place of a lock holds up nobody and is left', async (_what, plant) => {
  const box = await connectTools();
  const file = box.put('file', 'old\n');
  const lock = join(box.root, await lockOfFile());
  plant(lock);
  expect(await box.refused('write_file', { path: file, content: 'new\n' })).toBe('unsupported');
  expect(readFileSync(file, 'utf8')).toBe('old\n');
  expect(existsSync(lock) || readdirSync(box.root).length === 2).toBe(true);
  await box.ok('write_file', { path: join(box.root, 'other'), content: 'x' });
});
