import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, type GitClient } from '../test-support.ts';

/** Two branches; with conflicts, both changed the same line. */
async function diverged(conflict: boolean): Promise<GitClient> {
  const box = await connectGit();
  box.commit('base', { f: 'base\n', '.gitattributes': 'f merge=evil\n' });
  box.git('checkout', '-q', '-b', 'side');
  box.commit('side', conflict ? { f: 'side\n' } : { g: 'side\n' });
  box.git('checkout', '-q', 'main');
  box.commit('main', { f: 'main\n' });
  return box;
}

it('merges, and runs no driver of the repository', async () => {
  const box = await diverged(false);
  const { structured } = await box.ok('merge', { revision: 'side' });
  expect(structured).toMatchObject({ done: true, conflicts: [], inProgress: false });
  expect(box.git('log', '-1', '--format=%s %P')).toMatch(/^Merge side \w+ \w+$/);
});

it('lists conflicts and changes nothing, unless they are kept', async () => {
  const box = await diverged(true);
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch ${box.canary}\n`);
  chmodSync(script, 0o755);
  box.git('config', 'merge.evil.driver', script);
  const before = box.git('rev-parse', 'HEAD');
  expect((await box.ok('merge', { revision: 'side' })).structured).toEqual({
    done: false,
    conflicts: ['f'],
    totalConflicts: 1,
    inProgress: false,
    commit: before,
  });
  expect(box.git('status', '--porcelain')).toBe('');
  const kept = await box.ok('merge', { revision: 'side', keep_conflicts: true });
  expect(kept.structured).toMatchObject({ done: false, inProgress: true, conflicts: ['f'] });
  expect(readFileSync(join(box.repo, 'f'), 'utf8')).toContain('<<<<<<<');
  expect(existsSync(box.canary)).toBe(false);
});

it('refuses over uncommitted changes, and without fast-forward where only that is wanted', async () => {
  const box = await diverged(false);
  expect(await box.refused('merge', { revision: 'side', fast_forward: 'only' })).toBe('conflict');
  box.put('f', 'mine\n');
  expect(await box.refused('merge', { revision: 'side' })).toBe('conflict');
  expect(await box.refused('merge', { revision: '--abort' })).toBe('invalid_arguments');
});
