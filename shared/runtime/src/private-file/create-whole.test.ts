import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createTempFolder } from '../../../testing/src/index.ts';
import { smallDisk } from '../../test/audit/small-disk.ts';
import { createWhole } from './create-whole.ts';

test.each([false, true])('of many at once one makes the file, flushed %j', async (flush) => {
  await using folder = await createTempFolder();
  const path = `${folder.path}/key`;
  const contents = Array.from({ length: 10 }, (_, index) => `content ${index}`);
  const made = await Promise.all(contents.map((content) => createWhole(path, content, flush)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(contents[made.indexOf(true)]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.path)).toEqual(['key']);
});

test('leaves what is there, and a fault says what it is', async () => {
  await using folder = await createTempFolder();
  const path = `${folder.path}/key`;
  await writeFile(path, 'before');
  expect(await createWhole(path, 'after')).toBe(false);
  expect(await readFile(path, 'utf8')).toBe('before');
  await expect(createWhole(`${folder.path}/none/key`, 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(createWhole(`${path}/key`, 'x')).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('leaves nothing on a full disk', async () => {
  await using disk = await smallDisk();
  await disk.fill();
  const large = 'x'.repeat(64 * 1024);
  await expect(createWhole(`${disk.path}/key`, large)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readdir(disk.path)).toEqual(['ballast']);
});
