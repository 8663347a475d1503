import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connectGit, plainLog, runPlainGit } from '../src/test-support.ts';
import { makeRealHistory } from './support/real-history.ts';

const Commits = z.array(
  z.looseObject({
    commit: z.string(),
    parents: z.array(z.string()).optional(),
    author: z.string(),
    date: z.string(),
    refs: z.string().default(''),
    subject: z.string(),
    body: z.string().default(''),
  }),
);

/** What the server answers of a real project, beside what git itself does. */
describe('a real history', () => {
  let repo = '';
  const git = (...args: readonly string[]) => runPlainGit(repo, ['-c', 'core.quotePath=false', ...args]);
  const lines = (...args: readonly string[]) =>
    git(...args)
      .split('\n')
      .filter((line) => line !== '');

  beforeAll(() => {
    repo = makeRealHistory(realpathSync(mkdtempSync(join(tmpdir(), 'portolan-git-real-'))));
  });
  afterAll(() => rmSync(repo, { recursive: true, force: true }));

  const connected = () => connectGit({ folders: () => [repo] });

  /** Every item of a listing, through all its pages. */
  async function allPages(name: string, args: Readonly<Record<string, unknown>>, field: string) {
    const { ok } = await connected();
    const items: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured, bytes } = await ok(name, { ...args, ...(cursor !== undefined && { cursor }) });
      expect(bytes).toBeLessThanOrEqual(65_536);
      const found = structured[field];
      if (Array.isArray(found)) items.push(...found);
      cursor = structured.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  it('is logged whole, each commit as git prints it', async () => {
    const plain = plainLog(repo);
    expect(plain.length).toBeGreaterThan(2_000);
    const found = Commits.parse(await allPages('log', { max_count: 100 }, 'commits'));
    expect(found.map(({ commit }) => commit)).toEqual(plain.map(({ commit }) => commit));
    // Long subjects and bodies are cut; what is shown must be what git prints.
    for (const [index, { subject, body, ...rest }] of found.entries()) {
      const { subject: whole = '', body: all = '', ...expected } = plain[index] ?? {};
      expect(rest).toEqual(expected);
      expect(whole.startsWith(subject.replace(/…$/, '')), subject).toBe(true);
      expect(all.startsWith(body.replace(/…$/, '')), body).toBe(true);
    }
  });

  it.each([
    [{ author: 'rajiv' }, ['--author=rajiv', '-i', '-F']],
    [{ message: 'bug fix' }, ['--grep=bug fix', '-i', '-F']],
    [{ path: 'src/tspi' }, ['--', 'src/tspi']],
    [
      { start_timestamp: '2006-01-01', end_timestamp: '2006-03-01' },
      ['--since=2006-01-01', '--until=2006-03-01'],
    ],
    [{ revision: 'TROUSERS_0_3_1' }, ['TROUSERS_0_3_1']],
  ])(
    'is logged by %j as by git',
    async (args, plain) => {
      const found = Commits.parse(await allPages('log', { max_count: 150, ...args }, 'commits'));
      expect(found.map(({ commit }) => commit)).toEqual(lines('log', '--format=%H', ...plain));
      expect(found.length).toBeGreaterThan(1);
    },
    60_000,
  );

  it('is blamed as git blames', async () => {
    const { ok } = await connected();
    for (const path of ['README', 'configure.ac', 'src/tcsd/svrside.c']) {
      const blamed: string[] = [];
      let start_line: unknown = 1;
      while (start_line !== undefined) {
        const { structured } = await ok('blame', { path, revision: 'HEAD', start_line });
        const ranges = z
          .array(z.object({ start: z.number(), commit: z.string(), lines: z.array(z.string()) }))
          .parse(structured.ranges);
        blamed.push(...ranges.flatMap(({ commit, lines: text }) => text.map(() => commit)));
        start_line = structured.nextLine;
      }
      const plain = lines('blame', '-M', '--line-porcelain', 'HEAD', '--', path)
        .filter((line) => /^[0-9a-f]{40} \d+ \d+/.test(line))
        .map((line) => line.slice(0, 40));
      expect(plain.length).toBeGreaterThan(0);
      expect(blamed, path).toEqual(plain);
    }
  });

  it('is searched as git searches', async () => {
    const content = await allPages('search', { pattern: 'tcsd', ignore_case: true }, 'matches');
    const plain = lines('grep', '-n', '-I', '-i', '--full-name', '-F', 'tcsd', 'HEAD');
    expect(content).toHaveLength(plain.length);
    expect(plain.length).toBeGreaterThan(1_000);
    expect(content.map(placeOf)).toEqual(plain.map((line) => line.split(':').slice(1, 3).join(':')));
    for (const [args, options] of [
      [{ in: 'changes', pattern: 'pthread' }, ['-Spthread']],
      [{ in: 'changes', pattern: 'ssl_[a-z]+', regex: true }, ['-Gssl_[a-z]+', '-E']],
      [{ in: 'message', pattern: 'openssl' }, ['--grep=openssl', '-F']],
    ] as const) {
      const commits = Commits.parse(await allPages('search', args, 'commits'));
      expect(commits.map(({ commit }) => commit)).toEqual(lines('log', '--format=%H', ...options));
      expect(commits.length).toBeGreaterThan(1);
    }
  });

  it('is counted as git counts', async () => {
    const { ok } = await connected();
    const { structured } = await ok('analyze_history', { max_commits: 10_000 });
    const plain = lines('shortlog', '-s', '-n', '-e', '--no-merges', 'HEAD').map((line) => {
      const [, commits, name] = /^\s*(\d+)\t(.*)$/.exec(line) ?? [];
      return [name, Number(commits)];
    });
    const authors = z
      .array(z.looseObject({ name: z.string(), commits: z.number() }))
      .parse(structured.authors);
    const counts = new Map(plain.map(([name, commits]) => [name, commits]));
    expect(authors.length).toBeGreaterThan(10);
    for (const { name, commits } of authors) expect([name, commits]).toEqual([name, counts.get(name)]);
    expect(structured).toMatchObject({
      complete: true,
      commits: Number(git('rev-list', '--count', '--no-merges', 'HEAD')),
    });
    const files = new Map<string, number>();
    for (const name of lines('log', '--no-merges', '-M', '--name-only', '--format='))
      files.set(name, (files.get(name) ?? 0) + 1);
    const hotspots = z
      .array(z.looseObject({ name: z.string(), commits: z.number() }))
      .parse(structured.hotspots);
    for (const { name, commits } of hotspots) expect([name, commits]).toEqual([name, files.get(name)]);
  });

  it('is described, compared and tagged as by git', async () => {
    const { ok } = await connected();
    for (const revision of ['HEAD', 'origin/next', 'TROUSERS_0_3_1', 'HEAD~100']) {
      const { structured } = await ok('describe', { revision });
      expect(JSON.stringify(structured)).toContain(
        git('describe', '--tags', revision).replace(/-\d+-g[0-9a-f]+$/, ''),
      );
    }
    const { structured } = await ok('compare', { base: 'TROUSERS_0_3_1', head: 'HEAD' });
    expect(structured).toMatchObject({
      mergeBase: git('merge-base', 'TROUSERS_0_3_1', 'HEAD'),
      ahead: Number(git('rev-list', '--count', 'TROUSERS_0_3_1..HEAD')),
      behind: Number(git('rev-list', '--count', 'HEAD..TROUSERS_0_3_1')),
      totalFiles: lines('diff', '-M', '--name-only', 'TROUSERS_0_3_1', 'HEAD').length,
    });
    const tags = await allPages('list_tags', {}, 'tags');
    expect(tags.map(nameOf)).toEqual(lines('tag', '--sort=-creatordate'));
  });

  it('has every file as git gives it, at its head and at a tag', async () => {
    const { ok, call } = await connected();
    for (const revision of ['HEAD', 'TROUSERS_0_2_0']) {
      const entries = await allPages('list_files', { revision, recursive: true }, 'entries');
      expect(entries.map(pathOf)).toEqual(lines('ls-tree', '-r', '--name-only', revision));
    }
    const names = lines('ls-tree', '-r', '--name-only', 'HEAD').filter((_name, index) => index % 7 === 0);
    let read = 0;
    for (const path of names) {
      const { structured, isError } = await call('read_file', { path });
      const whole = runPlainGit(repo, ['show', `HEAD:${path}`]);
      if (isError) expect(whole, path).toContain('\0');
      else {
        read += 1;
        const content = String(structured.content);
        if (structured.encoding === 'utf-8')
          expect(whole.startsWith(content.replace(/\n$/, '')), path).toBe(true);
        const cut = structured.nextLine !== undefined || structured.nextOffset !== undefined;
        if (!cut) expect(Buffer.byteLength(content)).toBe(structured.size);
      }
    }
    expect(read).toBeGreaterThan(60);
    expect((await ok('show', { revision: 'HEAD~7' })).structured).toMatchObject({
      commit: { commit: git('rev-parse', 'HEAD~7') },
      total: lines('diff', '-M', '--name-only', 'HEAD~8', 'HEAD~7').length,
    });
  });

  it('has the history of a file through its renames', async () => {
    for (const path of ['README', 'configure.ac', 'src/tcsd/svrside.c']) {
      const found = Commits.parse(await allPages('file_history', { path, max_count: 20 }, 'commits'));
      expect(found.map(({ commit }) => commit)).toEqual(
        lines('log', '--follow', '--format=%H', 'HEAD', '--', path),
      );
    }
  });
});

const placeOf = (match: unknown) => {
  const { path, line } = z.object({ path: z.string(), line: z.number() }).parse(match);
  return `${path}:${line}`;
};
const nameOf = (item: unknown) => z.looseObject({ name: z.string() }).parse(item).name;
const pathOf = (item: unknown) => z.looseObject({ path: z.string() }).parse(item).path;
