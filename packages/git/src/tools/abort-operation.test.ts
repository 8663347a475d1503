import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('gives up a merge after saying what it loses', async () => {
  const { ok, refused, diverge, git } = await connectGit({ argv: ['--yes'] });
  expect(await refused('abort_operation')).toBe('conflict');
  diverge();
  await ok('merge', { revision: 'side', keep_conflicts: true });
  expect((await ok('abort_operation')).structured).toMatchObject({ done: false, files: ['f'] });
  expect((await ok('abort_operation', { preview: false })).structured).toMatchObject({ done: true });
  expect(git('status', '--porcelain')).toBe('');
});

it('keeps what was resolved, staged and not', async () => {
  const { ok, diverge, git, put, repo } = await connectGit({ argv: ['--yes'] });
  put('g', 'g\n');
  diverge();
  await ok('merge', { revision: 'side', keep_conflicts: true });
  put('f', 'half by hand\n');
  put('g', 'staged\n');
  git('add', 'g');
  const { structured } = await ok('abort_operation', { preview: false });
  expect(structured.done).toBe(true);
  expect(readFileSync(join(repo, 'f'), 'utf8')).toBe('main\n');
  const { backup } = structured;
  expect(git('show', `${backup}:f`, `${backup}:g`)).toBe('half by hand\nstaged');
  expect(git('show', `${backup}^2:g`)).toBe('staged');
  expect(git('rev-parse', `${backup}^1`)).toBe(git('rev-parse', 'HEAD'));
});

it.each([
  ['reset', { revision: 'HEAD', mode: 'hard' }],
  ['restore', { files: ['f'], revision: 'HEAD' }],
])('%s works, and keeps the files, while they are in conflict', async (name, args) => {
  const { ok, diverge, git, put, repo } = await connectGit({ argv: ['--yes'] });
  diverge();
  await ok('merge', { revision: 'side', keep_conflicts: true });
  put('f', 'half by hand\n');
  const { structured } = await ok(name, { ...args, preview: false });
  expect(readFileSync(join(repo, 'f'), 'utf8')).toBe('main\n');
  expect(git('show', `${structured.backup}:f`)).toBe('half by hand');
});
