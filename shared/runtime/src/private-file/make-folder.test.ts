import { chmod, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createTempFolder } from '../../../testing/src/index.ts';
import { makeFolder } from './make-folder.ts';

test('makes a folder and those above it, for their owner alone', async () => {
  await using folder = await createTempFolder();
  const path = `${folder.path}/a/b/c`;
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(`${folder.path}/a/b/d`)]);
  for (const made of ['a', 'a/b', 'a/b/c', 'a/b/d']) {
    expect((await stat(`${folder.path}/${made}`)).mode & 0o777).toBe(0o700);
  }
});

test('leaves one that is there as it is', async () => {
  await using folder = await createTempFolder();
  await chmod(folder.path, 0o755);
  await makeFolder(folder.path);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o755);
});

test('does not make one beneath a file', async () => {
  await using folder = await createTempFolder();
  await writeFile(`${folder.path}/file`, '');
  await expect(makeFolder(`${folder.path}/file/a/b`)).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('ends where nothing can be made', async () => {
  await expect(makeFolder('/proc/surely-not/there')).rejects.toThrow();
});
