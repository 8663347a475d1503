import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/audit/fixtures.ts';
import { tryLock } from './lock.ts';

it('is held by one at a time', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  const tries = await Promise.all(Array.from({ length: 10 }, () => tryLock(path)));
  const held = tries.filter((lock) => lock !== undefined);
  expect(held).toHaveLength(1);
  await held[0]?.release();
  const again = await tryLock(path);
  expect(again).toBeDefined();
  await again?.release();
  expect(await readdir(folder.path)).toEqual([]);
});

it('is taken over, by one alone, from a process that is dead', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  await writeFile(path, JSON.stringify({ host: hostname(), pid: child.pid, started: '1', token: 'x' }));
  const tries = await Promise.all(Array.from({ length: 10 }, () => tryLock(path)));
  const held = tries.filter((lock) => lock !== undefined);
  expect(held).toHaveLength(1);
  await held[0]?.release();
});

it('is taken over when the process id belongs to another process by now', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  await writeFile(path, JSON.stringify({ host: hostname(), pid: process.pid, started: '1', token: 'x' }));
  const lock = await tryLock(path);
  expect(lock).toBeDefined();
  await lock?.release();
});

it('of another machine counts as long as it shows signs of life', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  await writeFile(path, JSON.stringify({ host: 'elsewhere', pid: process.pid, token: 'x' }));
  expect(await tryLock(path)).toBeUndefined();
  const longAgo = new Date(Date.now() - 600_000);
  await utimes(path, longAgo, longAgo);
  const lock = await tryLock(path);
  expect(lock).toBeDefined();
  await lock?.release();
});

it('is not blocked for good by a takeover that crashed', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  const longAgo = new Date(Date.now() - 600_000);
  await writeFile(path, JSON.stringify({ host: 'elsewhere', pid: 1, token: 'x' }));
  await writeFile(`${path}.takeover`, '');
  await utimes(path, longAgo, longAgo);
  expect(await tryLock(path)).toBeUndefined();
  await utimes(`${path}.takeover`, longAgo, longAgo);
  const lock = await tryLock(path);
  expect(lock).toBeDefined();
  await lock?.release();
});

it('does not remove the lock of a later owner', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'a.lock');
  const lock = await tryLock(path);
  await writeFile(path, 'somebody else');
  await lock?.release();
  expect(await readFile(path, 'utf8')).toBe('somebody else');
});
