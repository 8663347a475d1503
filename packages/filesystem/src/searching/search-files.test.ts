import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepsOf } from '../test-steps.ts';
import type { Scope } from './scope.ts';
import { type SearchOptions, searchFiles } from './search-files.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-search-')));
const small: Scope = { real: join(base, 'small'), shown: '/small' };
const wide: Scope = { real: join(base, 'wide'), shown: '/wide' };

function put(path: string, content: string | Buffer = ''): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

const search = (options: Partial<SearchOptions>, scope = small) =>
  searchFiles(scope, { pattern: '**', limit: 1_000, ...options });

beforeAll(() => {
  for (const path of [
    'a.md',
    'b.ts',
    'docs/c.md',
    'docs/deep/d.md',
    'src/e.ts',
    'src/.hidden.md',
    'src/gen/f.ts',
  ]) {
    put(join(small.real, path));
  }
  put(join(small.real, '.gitignore'), 'gen/\n*.log\n!keep.log\n');
  put(join(small.real, 'src/x.log'));
  put(join(small.real, 'src/keep.log'));
  put(join(small.real, 'docs/.gitignore'), '/deep\n');
  symlinkSync('..', join(small.real, 'docs/loop'));
  symlinkSync('/etc', join(small.real, 'etc'));
  mkdirSync(wide.real);
  for (let index = 0; index < 50_000; index += 1)
    writeFileSync(join(wide.real, `f${index}.${index % 10 ? 'ts' : 'md'}`), '');
});

afterAll(() => rmSync(base, { recursive: true }));

describe('searchFiles', () => {
  it('matches the path relative to the start, as the official server does', async () => {
    expect((await search({ pattern: '*.md' })).paths).toEqual(['/small/a.md']);
    expect((await search({ pattern: '**/*.md' })).paths).toEqual([
      '/small/a.md',
      '/small/docs/c.md',
      '/small/docs/deep/d.md',
      '/small/src/.hidden.md',
    ]);
    expect((await search({ pattern: 'src' })).paths).toEqual(['/small/src']);
  });

  it('leaves excluded folders out with everything inside', async () => {
    const { paths } = await search({ pattern: '**/*.md', excludePatterns: ['docs', '**/.*'] });
    expect(paths).toEqual(['/small/a.md']);
  });

  it('honours .gitignore files when asked, nearer ones last', async () => {
    const { paths } = await search({ pattern: '**/*.{ts,log,md}', gitignore: true });
    expect(paths).toEqual([
      '/small/a.md',
      '/small/b.ts',
      '/small/docs/c.md',
      '/small/src/.hidden.md',
      '/small/src/e.ts',
      '/small/src/keep.log',
    ]);
  });

  it('shows links and never follows them', async () => {
    const { paths } = await search({ pattern: '**/{loop,etc}{,/**}' });
    expect(paths).toEqual(['/small/etc', '/small/docs/loop']);
  });

  it.each([
    ['results', {}],
    ['entries looked at', { maxEntries: 4 }],
    ['results that are few among them', { maxEntries: 2, pattern: '**/*.md' }],
  ])('gives the same answer in pages as at once, cut by %s', async (_by, how) => {
    const { paths: whole } = await search({ ...how, maxEntries: undefined });
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ ...how, limit: 3, cursor });
      expect(page.paths.length).toBeLessThanOrEqual(3);
      expect(page.truncated).toBe(page.nextCursor !== undefined);
      pages.push(...page.paths);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(pages).toEqual(whole);
  });

  it('refuses a cursor that was changed or belongs to another search', async () => {
    const { nextCursor = '' } = await search({ limit: 3 });
    for (const cursor of [
      `${nextCursor}x`,
      `x${nextCursor}`,
      'garbage',
      '',
      '.',
      'a.b.c',
      'x'.repeat(100_000),
    ]) {
      await expect(search({ limit: 3, cursor })).rejects.toMatchObject({ code: 'invalid_arguments' });
    }
    await expect(search({ pattern: '*', cursor: nextCursor })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
  });

  it('stops at the depth and entry budgets and says so', async () => {
    const shallow = await search({ pattern: '**/*.md', maxDepth: 1 });
    expect(shallow).toMatchObject({ truncated: true, truncatedBy: ['depth'] });
    expect(shallow.paths).not.toContain('/small/docs/deep/d.md');
    expect(await search({ maxEntries: 4 })).toMatchObject({ entriesSeen: 4, truncatedBy: ['entries'] });
  });

  it('hides what the scope hides', async () => {
    const scope: Scope = { ...small, hides: (path) => path === 'docs' || path.endsWith('.ts') };
    expect((await search({ pattern: '**/[a-f].*' }, scope)).paths).toEqual(['/small/a.md']);
  });

  it('walks 400 levels', async () => {
    const real = join(base, 'deep');
    put(join(real, ...Array.from({ length: 400 }, () => 'd'), 'bottom.txt'));
    const { paths, unreadable } = await search({ pattern: '**/bottom.txt' }, { real, shown: '/deep' });
    expect(paths).toEqual([`/deep/${'d/'.repeat(400)}bottom.txt`]);
    expect(unreadable).toBe(0);
  });

  it('shows names that are not UTF-8 or hold a newline on one line', async () => {
    const real = join(base, 'odd');
    put(join(real, 'two\nrows.txt'));
    writeFileSync(Buffer.concat([Buffer.from(`${real}/caf`), Buffer.from([0xe9])]), '');
    mkdirSync(Buffer.concat([Buffer.from(`${real}/dir`), Buffer.from([0xff])]));
    const { paths, unreadable } = await search({}, { real, shown: '/odd' });
    expect(paths).toEqual(['/odd/caf\\xe9', '/odd/dir\\xff', '/odd/two\\nrows.txt']);
    expect(unreadable).toBe(1);
  });

  it('counts folders that vanish or turn into links during the walk', async () => {
    const real = join(base, 'moving');
    for (const name of ['a', 'b', 'c']) put(join(real, name, 'inside.txt'));
    put(join(base, 'outside', 'inside.txt'));
    const scope: Scope = {
      real,
      shown: '/moving',
      hides(path) {
        if (path === 'c') {
          rmSync(join(real, 'a'), { recursive: true, force: true });
          renameSync(join(real, 'b'), join(base, 'moved-b'));
          symlinkSync(join(base, 'outside'), join(real, 'b'));
        }
        return path === 'c';
      },
    };
    const { paths, unreadable, unreadablePaths } = await search({ pattern: '**/*.txt' }, scope);
    expect(paths).toEqual([]);
    expect({ unreadable, unreadablePaths }).toEqual({ unreadable: 2, unreadablePaths: ['a', 'b'] });
  });

  it('refuses a start whose parent was swapped for a link', async () => {
    put(join(base, 'true', 'inner', 'x.txt'));
    symlinkSync(join(base, 'true'), join(base, 'swapped'));
    const result = await search({}, { real: join(base, 'swapped', 'inner'), shown: '/inner' });
    expect(result).toMatchObject({ paths: [], unreadable: 1 });
  });

  it('lets timers run while it searches 50,000 entries of one folder', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const { paths } = await search({ pattern: '**/*.md', limit: 10_000 }, wide);
    clearInterval(timer);
    expect(paths).toHaveLength(5_000);
    // Done in one piece it would let none run.
    expect(ticks).toBeGreaterThan(1);
  });

  it('stops when it is aborted', async () => {
    const asked = { pattern: '**/+(f)*(1|2|3)*.md', limit: 10_000 };
    const whole = await stepsOf(() => search(asked, wide));
    const controller = new AbortController();
    const running = search({ ...asked, signal: controller.signal }, wide);
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error('enough'));
    const left = await stepsOf(() => expect(running).rejects.toThrow('enough'));
    expect(left).toBeLessThan(whole / 2);
  });
});
