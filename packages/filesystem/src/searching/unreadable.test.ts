import { chmodSync, lchownSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { diskUsage } from '../listing/disk-usage.ts';
import { listWithSizes } from '../listing/list-with-sizes.ts';
import { sandbox } from '../test-support.ts';
import { searchContent } from './content/search-content.ts';
import { findFiles } from './find-files.ts';
import { openScope } from './open-scope.ts';
import { searchFiles } from './search-files.ts';

/** On Debian the user and group `nobody` and `nogroup`. */
const nobody = 65_534;

/** Root may read everything, so for a test the process becomes somebody who may not. */
function becomeNobody(): void {
  const { getuid, seteuid } = process;
  if (getuid === undefined || seteuid === undefined || getuid() !== 0) return;
  seteuid.call(process, nobody);
  onTestFinished(() => seteuid.call(process, 0));
}

/** A closed folder, one that can be listed and not entered, and a closed file. */
function closedThings() {
  const { files, put, root, base } = sandbox();
  for (const path of ['closed/a.txt', 'listed/a.txt', 'secret.txt', 'open.txt']) put(path, 'needle\n');
  chmodSync(base, 0o755);
  chmodSync(`${root}/closed`, 0o000);
  chmodSync(`${root}/listed`, 0o444);
  chmodSync(`${root}/secret.txt`, 0o000);
  if (process.getuid?.() === 0)
    for (const name of ['closed', 'listed', 'secret.txt']) lchownSync(`${root}/${name}`, 0, 0);
  onTestFinished(() => {
    for (const name of ['closed', 'listed']) chmodSync(`${root}/${name}`, 0o755);
  });
  const scope = openScope(files.access, root);
  becomeNobody();
  return { scope, root };
}

describe('what may not be read', () => {
  it('is counted by every walk and ends none', async () => {
    const { scope, root } = closedThings();
    const found = await searchFiles(scope, { pattern: '**/*.txt', limit: 10 });
    expect(found.paths).toEqual([`${root}/open.txt`, `${root}/secret.txt`, `${root}/listed/a.txt`]);
    expect(found).toMatchObject({ unreadable: 1, unreadablePaths: ['closed'], truncated: false });
    const content = { pattern: 'needle', maxMatchesPerFile: 9, limit: 9 };
    const alone = Number.POSITIVE_INFINITY;
    for (const how of [
      { ripgrepAfterMs: alone, workersAfterMs: alone },
      { ripgrepAfterMs: alone, workersAfterMs: 0 },
      { ripgrepAfterMs: 0 },
      { ripgrepAfterMs: 25 },
    ]) {
      const result = await searchContent(scope, { ...content, ...how });
      expect(result.files.map(({ path }) => path)).toEqual([`${root}/open.txt`]);
      expect(result.unreadablePaths).toEqual(['secret.txt', 'closed', 'listed/a.txt']);
    }
    expect((await diskUsage(scope, { depth: 1, limit: 9 })).unreadablePaths).toEqual([
      'closed',
      'listed/a.txt',
    ]);
    expect((await findFiles(scope, { sortBy: 'name', limit: 9, kind: 'file' })).unreadablePaths).toEqual([
      'closed',
      'listed/a.txt',
    ]);
  });

  it('is listed with size 0', async () => {
    const { scope, root } = closedThings();
    const inside = { ...scope, real: `${root}/listed`, shown: `${root}/listed` };
    expect((await listWithSizes(inside, { limit: 9, sortBy: 'name' })).entries).toEqual([
      { name: 'a.txt', kind: 'file', size: 0 },
    ]);
    const closed = { ...scope, real: `${root}/closed`, shown: `${root}/closed` };
    await expect(listWithSizes(closed, { limit: 9, sortBy: 'name' })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });
});
