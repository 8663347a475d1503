import { createTempFolder, runToEnd, withArgs } from '@portolan/testing';
import { expect, it } from 'vitest';
import { plainServer } from './support/server.ts';

const doctor = (...words: readonly string[]) =>
  runToEnd(withArgs(plainServer, 'doctor', '--audit', 'off', ...words));

it('says which folders are served', async () => {
  await using folder = await createTempFolder();
  const { code, stdout } = await doctor(folder.path);
  expect(code).toBe(0);
  expect(stdout).toContain(`${folder.path} is served: it can be read and written.`);
});

it('says that nothing is served without a folder, and what to do', async () => {
  const { code, stdout } = await doctor();
  expect(code).toBe(1);
  expect(stdout).toMatch(/FAIL +folder +None is named, so nothing is served .*Name the folders to serve/);
});
