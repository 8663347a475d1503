import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDirectory } from '../listing/list-directory.ts';
import { refusal, sandbox } from '../test-support.ts';
import { searchContent } from './content/search-content.ts';
import { openScope } from './open-scope.ts';
import { searchFiles } from './search-files.ts';

const limits = { maxMatchesPerFile: 10, limit: 100 };

describe('openScope', () => {
  it('keeps masked names and shows none of their content', async () => {
    const { files, put, root } = sandbox();
    put('.env', 'SECRET=needle\n');
    put('app/.git/config', 'needle\n');
    put('app/a.txt', 'needle\n');
    const scope = openScope(files.access, root);
    for (const how of [{ workersAfterMs: 0 }, { ripgrepAfterMs: 0 }, { ripgrepAfterMs: 25 }]) {
      const found = await searchContent(scope, { pattern: 'needle', ...how, ...limits });
      expect(found.files.map(({ path }) => path)).toEqual([join(root, 'app/a.txt')]);
    }
    expect((await searchFiles(scope, { pattern: '**/.env', limit: 10 })).paths).toEqual([join(root, '.env')]);
  });

  it('masks by the place in the root, not in the searched folder', async () => {
    const { files, put, root } = sandbox();
    put('app/.git/config', 'needle\n');
    const scope = openScope(files.access, join(root, 'app/.git'));
    expect((await searchContent(scope, { pattern: 'needle', ...limits })).files).toEqual([]);
  });

  it('shows nothing of a hard link to an outside file, and all of one inside', async () => {
    const { files, put, putOutside, root } = sandbox();
    linkSync(putOutside('secret.txt', 'needle\n'), join(root, 'link.txt'));
    linkSync(put('a.txt', 'needle\n'), join(root, 'b.txt'));
    for (const workersAfterMs of [Number.POSITIVE_INFINITY, 0]) {
      const options = { pattern: 'needle', workersAfterMs, ...limits };
      const found = await searchContent(openScope(files.access, root), options);
      expect(found.files.map(({ path }) => path)).toEqual([join(root, 'a.txt'), join(root, 'b.txt')]);
    }
  });

  it('leaves the trash out', async () => {
    const { files, put, root } = sandbox();
    await files.remove(put('gone.txt', 'needle\n'));
    put('kept.txt', 'needle\n');
    const scope = openScope(files.access, root);
    expect((await searchFiles(scope, { pattern: '**', limit: 10 })).paths).toEqual([join(root, 'kept.txt')]);
    expect((await listDirectory(scope, { limit: 10 })).entries.map(({ name }) => name)).toEqual(['kept.txt']);
    expect((await searchContent(scope, { pattern: 'needle', ...limits })).matches).toBe(1);
  });

  it('starts in the target of a link inside, and never outside', async () => {
    const { files, put, outside, root } = sandbox();
    put('real/a.txt');
    symlinkSync(join(root, 'real'), join(root, 'inside'));
    symlinkSync(outside, join(root, 'out'));
    const { paths } = await searchFiles(openScope(files.access, join(root, 'inside')), {
      pattern: '*',
      limit: 10,
    });
    expect(paths).toEqual([join(root, 'real/a.txt')]);
    expect((await refusal(() => openScope(files.access, join(root, 'out')))).code).toBe('outside_roots');
  });

  it('refuses what is no folder', async () => {
    const { files, put } = sandbox();
    expect((await refusal(() => openScope(files.access, put('a.txt')))).code).toBe('unsupported');
    mkdirSync(join(put('x/y.txt'), '../z'));
    expect((await refusal(() => openScope(files.access, 'missing'))).code).toBe('not_found');
  });
});
