import { execFileSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFiles } from '../searching/find-files.ts';
import type { Scope } from '../searching/scope.ts';
import { directoryTree } from './directory-tree.ts';
import { diskUsage } from './disk-usage.ts';
import { listDirectory, renderEntry } from './list-directory.ts';
import { listWithSizes, renderSizedListing } from './list-with-sizes.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-list-')));
const scope: Scope = { real: base, shown: '/s' };
const budgets = { maxDepth: 50, maxEntries: 1_000, maxBytes: 100_000 };

beforeAll(() => {
  mkdirSync(join(base, 'dir/sub'), { recursive: true });
  mkdirSync(join(base, 'node_modules/x'), { recursive: true });
  writeFileSync(join(base, 'big.bin'), Buffer.alloc(10_000));
  writeFileSync(join(base, 'small.txt'), 'x');
  writeFileSync(join(base, 'dir/one.txt'), 'hello');
  writeFileSync(join(base, 'dir/sub/two.txt'), 'hello hello');
  writeFileSync(join(base, 'forged\n[DIR] etc'), '');
  linkSync(join(base, 'big.bin'), join(base, 'dir/again.bin'));
  symlinkSync('/etc', join(base, 'link'));
});

afterAll(() => rmSync(base, { recursive: true }));

describe('listDirectory', () => {
  it('lists by name, one row each', async () => {
    const { entries, total, truncated } = await listDirectory(scope, { limit: 100 });
    expect(entries.map(renderEntry)).toEqual([
      '[FILE] big.bin',
      '[DIR] dir',
      '[FILE] forged\\n[DIR] etc',
      '[FILE] link',
      '[DIR] node_modules',
      '[FILE] small.txt',
    ]);
    expect({ total, truncated }).toEqual({ total: 6, truncated: false });
  });

  it('pages, and refuses a foreign cursor', async () => {
    const first = await listDirectory(scope, { limit: 4 });
    const second = await listDirectory(scope, { limit: 4, cursor: first.nextCursor });
    expect(second.entries.map(({ name }) => name)).toEqual(['node_modules', 'small.txt']);
    expect(second.nextCursor).toBeUndefined();
    const elsewhere: Scope = { real: join(base, 'dir'), shown: '/s/dir' };
    await expect(listDirectory(elsewhere, { limit: 4, cursor: first.nextCursor })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
  });

  it.each([
    ['nothing', 'not_found'],
    ['small.txt', 'unsupported'],
    ['link', 'unsupported'],
  ])('refuses %s as %s', async (name, code) => {
    const place: Scope = { real: join(base, name), shown: name };
    await expect(listDirectory(place, { limit: 1 })).rejects.toMatchObject({ code });
  });
});

describe('listWithSizes', () => {
  it('sorts by size with totals over the whole folder', async () => {
    const listing = await listWithSizes(scope, { limit: 2, sortBy: 'size' });
    expect(listing).toMatchObject({ total: 6, files: 4, directories: 2, truncated: true });
    const text = renderSizedListing(listing);
    expect(text).toContain(`[FILE] ${'big.bin'.padEnd(30)}    9.77 KB`);
    expect(text).toMatch(/\nTotal: 4 files, 2 directories\nCombined size: 9\.77 KB$/);
  });

  it.each(['name', 'size'] as const)('pages by %s to the same entries', async (sortBy) => {
    const whole = await listWithSizes(scope, { limit: 100, sortBy });
    const names: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listWithSizes(scope, { limit: 1, sortBy, cursor });
      names.push(...page.entries.map(({ name }) => name));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(names).toEqual(whole.entries.map(({ name }) => name));
  });
});

describe('directoryTree', () => {
  it('gives the official shape and does not enter links', async () => {
    const { tree, truncated } = await directoryTree(scope, { ...budgets, excludePatterns: ['node_modules'] });
    expect(tree).toEqual([
      { name: 'big.bin', type: 'file' },
      {
        name: 'dir',
        type: 'directory',
        children: [
          { name: 'again.bin', type: 'file' },
          { name: 'one.txt', type: 'file' },
          { name: 'sub', type: 'directory', children: [{ name: 'two.txt', type: 'file' }] },
        ],
      },
      { name: 'forged\\n[DIR] etc', type: 'file' },
      { name: 'link', type: 'file' },
      { name: 'small.txt', type: 'file' },
    ]);
    expect(truncated).toBe(false);
  });

  it.each([
    ['depth', { maxDepth: 1 }, ['sub', 'x']],
    ['entries', { maxEntries: 8 }, ['dir', 'node_modules']],
    ['bytes', { maxBytes: 700 }, ['dir', 'node_modules']],
  ])('marks what the %s budget cuts off', async (reason, budget, cut) => {
    const { tree, truncatedBy } = await directoryTree(scope, { ...budgets, ...budget });
    expect(truncatedBy).toEqual([reason]);
    const marked = JSON.stringify(tree).match(
      /"name":"(\w+)","type":"directory","children":\[(?:\{"name":"[^"]+","type":"file"\},?)*\],"truncated":true/g,
    );
    expect(marked?.map((node) => /"name":"(\w+)"/.exec(node)?.[1])).toEqual(cut);
  });

  it('keeps the JSON within the size budget', async () => {
    for (const maxBytes of [200, 500, 1_000, 2_000]) {
      const { tree } = await directoryTree(scope, { ...budgets, maxBytes });
      expect(JSON.stringify(tree, null, 2).length).toBeLessThanOrEqual(maxBytes);
    }
  });
});

describe('diskUsage', () => {
  it('agrees with du and counts a hard link once', async () => {
    const { total, folders } = await diskUsage(scope, { depth: 1, limit: 10 });
    const du = execFileSync('du', ['-s', '-B1', base], { encoding: 'utf8' });
    expect(total.diskBytes + lstatSync(base).blocks * 512).toBe(Number(du.split('\t')[0]));
    expect(total).toMatchObject({ path: '.', contentBytes: 10_000 + 1 + 5 + 11 + 4, files: 6 });
    expect(folders.map(({ path }) => path)).toEqual(['dir', 'node_modules']);
    expect(folders[0]?.contentBytes).toBe(16);
  });
});

describe('findFiles', () => {
  it('filters by name, size and kind, and sorts over everything', async () => {
    const options = { kind: 'file', sortBy: 'size', descending: true, limit: 2 } as const;
    const { files, matches, truncated } = await findFiles(scope, {
      ...options,
      name: '*.{txt,bin}',
      maxSize: 9_999,
    });
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ['/s/dir/sub/two.txt', 11],
      ['/s/dir/one.txt', 5],
    ]);
    expect({ matches, truncated }).toEqual({ matches: 3, truncated: true });
  });

  it('filters by time', async () => {
    const future = await findFiles(scope, {
      sortBy: 'modified',
      limit: 9,
      modifiedAfterMs: Date.now() + 60_000,
    });
    expect(future.files).toEqual([]);
    const past = await findFiles(scope, {
      name: 'dir/*.txt',
      sortBy: 'modified',
      limit: 9,
      modifiedBeforeMs: Date.now() + 1_000,
    });
    expect(past.files.map(({ path }) => path)).toEqual(['/s/dir/one.txt']);
  });
});
