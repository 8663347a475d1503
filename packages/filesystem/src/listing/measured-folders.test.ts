import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../searching/scope.ts';
import { ProvedFolder } from '../searching/walk/proved-folder.ts';
import { listWithSizes } from './list-with-sizes.ts';
import type { MeasuredEntry } from './measured-entries.ts';
import { MeasuredFolders } from './measured-folders.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-measured-')));
const real = join(base, 'large');
const scope: Scope = { real, shown: '/large' };
const nameOf = (index: number): string => `file-${String(index).padStart(5, '0')}`;

/** Times of a folder that changed a moment ago prove nothing. */
const settle = () => wait(150);

beforeAll(() => {
  mkdirSync(real);
  for (let index = 0; index < 2_100; index += 1) writeFileSync(join(real, nameOf(index)), 'x');
});

afterAll(() => rmSync(base, { recursive: true }));

describe('pages of a large folder', () => {
  beforeEach(settle);

  it('show the sizes of the first one, which every new listing measures again', async () => {
    const first = await listWithSizes(scope, { limit: 2_000, sortBy: 'name' });
    expect(first.totalSize).toBe(2_100);
    writeFileSync(join(real, nameOf(2_050)), 'longer');
    const { nextCursor: cursor } = first;
    const second = await listWithSizes(scope, { limit: 2_000, sortBy: 'name', cursor });
    expect(second).toMatchObject({ totalSize: 2_100, total: 2_100, truncated: false });
    expect(second.entries).toHaveLength(100);
    expect((await listWithSizes(scope, { limit: 2_000, sortBy: 'name' })).totalSize).toBe(2_105);
    writeFileSync(join(real, nameOf(2_050)), 'x');
  });

  it('are made anew when an entry came, went or was renamed', async () => {
    for (const change of [
      () => writeFileSync(join(real, 'new'), 'four'),
      () => renameSync(join(real, 'new'), join(real, 'newer')),
      () => rmSync(join(real, 'newer')),
    ]) {
      await settle();
      const { nextCursor: cursor } = await listWithSizes(scope, { limit: 2_000, sortBy: 'name' });
      change();
      const page = await listWithSizes(scope, { limit: 2_000, sortBy: 'name', cursor });
      const fresh = await listWithSizes(scope, { limit: 10_000, sortBy: 'name' });
      expect(page.entries).toEqual(fresh.entries.slice(2_000));
      expect(page.totalSize).toBe(fresh.totalSize);
    }
  });

  it('hide from one caller what another one saw', async () => {
    const { nextCursor: cursor } = await listWithSizes(scope, { limit: 2_000, sortBy: 'name' });
    const narrow: Scope = { ...scope, hides: (path) => path === nameOf(2_001) };
    const page = await listWithSizes(narrow, { limit: 2_000, sortBy: 'name', cursor });
    expect(page).toMatchObject({ total: 2_099, totalSize: 2_099 });
    expect(page.entries.map(({ name }) => name)).not.toContain(nameOf(2_001));
  });
});

describe('MeasuredFolders', () => {
  const entries = (count: number): readonly MeasuredEntry[] =>
    Array.from({ length: count }, (_, index) => ({ name: nameOf(index), kind: 'file', size: 1 }));

  it('forgets after half a minute, and the oldest of many', async () => {
    await settle();
    let now = Date.now();
    const folders = new MeasuredFolders<readonly MeasuredEntry[]>(() => now);
    const open = new ProvedFolder(real);
    const put = (key: string, count: number) => folders.measure(key, open, async () => entries(count));
    for (const key of ['a', 'b', 'c']) await put(key, 90_000);
    expect(['a', 'b', 'c'].map((key) => folders.recall(key, open)?.length)).toEqual([
      undefined,
      90_000,
      90_000,
    ]);
    await put('small', 10);
    await put('huge', 200_001);
    expect([folders.recall('small', open), folders.recall('huge', open)]).toEqual([undefined, undefined]);
    now += 30_000;
    expect(folders.recall('c', open)).toBeUndefined();
    open.close();
  });

  it('remembers nothing of a folder that changed a moment before, or meanwhile', async () => {
    let now = () => statSync(real).ctimeMs + 50;
    const folders = new MeasuredFolders<readonly MeasuredEntry[]>(() => now());
    const open = new ProvedFolder(real);
    const change = (): void => {
      writeFileSync(join(real, 'passing'), '');
      rmSync(join(real, 'passing'));
    };
    change();
    await folders.measure('before', open, async () => entries(2_000));
    await settle();
    now = Date.now;
    await folders.measure('meanwhile', open, async () => {
      change();
      return entries(2_000);
    });
    await settle();
    await folders.measure('still', open, async () => entries(2_000));
    const known = ['before', 'meanwhile', 'still'].map((key) => folders.recall(key, open) !== undefined);
    expect(known).toEqual([false, false, true]);
    open.close();
  });
});
