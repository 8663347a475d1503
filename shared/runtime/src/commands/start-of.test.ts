import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTempFolder } from '../../../testing/src/index.ts';
import { startOf } from './start-of.ts';

const server = { name: 'notes' };
const throughNpx = { command: 'npx', args: ['-y', '@portolan/notes'] };

it('starts a build in a clone itself, and an installed package through npx, also behind a link', async () => {
  await using folder = await createTempFolder();
  const root = await realpath(folder.path);
  const clone = join(root, 'dist');
  const installed = join(root, 'node_modules', '@portolan', 'notes');
  for (const place of [clone, installed]) {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'bin.js'), '');
  }
  await symlink(join(installed, 'bin.js'), join(root, 'portolan-notes'));

  expect(startOf(server, join(clone, 'bin.js'))).toEqual({
    command: process.execPath,
    args: [join(clone, 'bin.js')],
  });
  expect(startOf(server, join(installed, 'bin.js'))).toEqual(throughNpx);
  expect(startOf(server, join(root, 'portolan-notes'))).toEqual(throughNpx);
  expect(startOf(server, undefined)).toEqual(throughNpx);
});
