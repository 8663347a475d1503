import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFiles } from '../files.ts';
import { refusal, sandbox } from '../test-support.ts';
import { policyPaths } from './policy-paths.ts';

it('makes every spelling of a path the one a policy names', () => {
  const { files, root, put } = sandbox();
  put('sub/a.txt');
  for (const path of ['sub/a.txt', './sub//a.txt', 'sub/../sub/a.txt', join(root, 'sub/a.txt')]) {
    expect(policyPaths(files, path)).toEqual([join(root, 'sub/a.txt')]);
  }
  expect(policyPaths(files, '.')).toEqual([root]);
});

it('adds where links lead, also for what does not exist yet', () => {
  const { files, root, put } = sandbox();
  put('real/a.txt');
  symlinkSync(join(root, 'real'), join(root, 'way'));
  expect(policyPaths(files, 'way/a.txt')).toEqual([join(root, 'way/a.txt'), join(root, 'real/a.txt')]);
  expect(policyPaths(files, 'way/new/b.txt')).toEqual([
    join(root, 'way/new/b.txt'),
    join(root, 'real/new/b.txt'),
  ]);
  expect(policyPaths(files, 'new.txt')).toEqual([join(root, 'new.txt')]);
});

it('speaks of a linked root as the operator wrote it', () => {
  const { base, root, put } = sandbox();
  put('a.txt');
  symlinkSync(root, join(base, 'alias'));
  const files = createFiles([join(base, 'alias')]);
  expect(policyPaths(files, 'a.txt')).toEqual([join(base, 'alias/a.txt')]);
  expect(policyPaths(files, join(root, 'a.txt'))).toEqual([join(base, 'alias/a.txt')]);
});

it('refuses what leads outside', async () => {
  const { files, root, outside } = sandbox();
  symlinkSync(outside, join(root, 'out'));
  for (const path of [outside, '../outside', 'out', 'out/new.txt']) {
    expect((await refusal(() => policyPaths(files, path))).code, path).toBe('outside_roots');
  }
});
