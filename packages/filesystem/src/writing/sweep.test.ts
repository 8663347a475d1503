import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';

it('removes old leavings of killed processes and nothing else', async () => {
  const { files, root, put } = sandbox();
  put('.portolan-tmp-abandoned');
  put('.portolan-tmp-fresh');
  put('.portolan-tmp-not one of ours');
  put('.portolan-tmp-folder/deep/file');
  put('.portolan-lock-0123456789abcdef');
  mkdirSync(join(root, 'plain'));
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of readdirSync(root)) if (!name.endsWith('fresh')) utimesSync(join(root, name), old, old);
  await files.write('file', 'x');
  expect(readdirSync(root).sort()).toEqual([
    '.portolan-tmp-fresh',
    '.portolan-tmp-not one of ours',
    'file',
    'plain',
  ]);
});
