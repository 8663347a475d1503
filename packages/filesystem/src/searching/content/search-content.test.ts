import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesReadDuring, turnsDuring } from '../../test-steps.ts';
import type { Scope } from '../scope.ts';
import { findRipgrep } from './ripgrep.ts';
import { type ContentOptions, type ContentResult, searchContent } from './search-content.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-content-')));
const scope: Scope = { real: join(base, 'in'), shown: '/in' };

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(scope.real, path)), { recursive: true });
  writeFileSync(join(scope.real, path), content);
}

const searchIn = (options: Partial<ContentOptions>, where = scope): Promise<ContentResult> =>
  searchContent(where, {
    pattern: 'needle',
    maxMatchesPerFile: 1_000,
    limit: 10_000,
    ripgrepAfterMs: Number.POSITIVE_INFINITY,
    ...options,
  });

const places = ({ files }: ContentResult): string[] =>
  files.flatMap(({ path, lines }) =>
    lines.filter(({ column }) => column).map(({ line, column }) => `${path}:${line}:${column}`),
  );

beforeAll(() => {
  put('a.txt', 'one\ntwo needle\nthree\nfour\nfive needle needle\n');
  put('crlf.txt', 'first\r\nneedle\r\nlast needle\r\n');
  put('no-end.txt', 'x\nneedle');
  put('bom.txt', '\uFEFFneedle at the start\n');
  put('utf16le.txt', Buffer.from('\uFEFFwide\nneedle é\n', 'utf16le'));
  put('utf16be.txt', Buffer.from('\uFEFFwide\nneedle é\n', 'utf16le').swap16());
  put('latin1.txt', Buffer.from('caf\xe9 needle\n', 'latin1'));
  put('binary.bin', Buffer.concat([Buffer.from('needle\n'), Buffer.alloc(10), Buffer.from('needle\n')]));
  put('.hidden/deep/h.ts', 'const needle = 1;\n');
  put('src/a.ts', 'Needle\nneedle\n');
  put('src/skip.log', 'needle\n');
  put('.gitignore', '*.log\n');
  put(
    'big.txt',
    `${'filler line\n'.repeat(60_000)}needle ${'x'.repeat(5_000)}\n${'more\n'.repeat(60_000)}needle\n`,
  );
  put('long-line.txt', `${'y'.repeat(700_000)} needle ${'y'.repeat(10_000)}\n`);
  put('odd\nname.txt', 'needle\n');
  writeFileSync(Buffer.concat([Buffer.from(`${scope.real}/caf`), Buffer.from([0xe9])]), 'needle\n');
  writeFileSync(join(base, 'outside.txt'), 'needle outside\n');
  symlinkSync(join(base, 'outside.txt'), join(scope.real, 'link.txt'));
  symlinkSync(base, join(scope.real, 'up'));
  execFileSync('mkfifo', [join(scope.real, 'fifo')]);
});

afterAll(() => rmSync(base, { recursive: true }));

describe.each([
  ['alone', Number.POSITIVE_INFINITY],
  ['with other threads', 0],
])('searchContent %s', (_name, workersAfterMs) => {
  const search = (options: Partial<ContentOptions>, where = scope): Promise<ContentResult> =>
    searchIn({ workersAfterMs, ...options }, where);

  it('finds lines in text files of every encoding, and no more', async () => {
    const result = await search({});
    expect(places(result)).toEqual([
      '/in/a.txt:2:5',
      '/in/a.txt:5:6',
      '/in/big.txt:60001:1',
      '/in/big.txt:120002:1',
      '/in/bom.txt:1:1',
      '/in/caf\\xe9:1:1',
      '/in/crlf.txt:2:1',
      '/in/crlf.txt:3:6',
      '/in/latin1.txt:1:6',
      `/in/long-line.txt:1:${700_002 - 2 * 262_144}`,
      '/in/no-end.txt:2:1',
      '/in/odd\\nname.txt:1:1',
      '/in/utf16be.txt:2:1',
      '/in/utf16le.txt:2:1',
      '/in/.hidden/deep/h.ts:1:7',
      '/in/src/a.ts:2:1',
      '/in/src/skip.log:1:1',
    ]);
    expect(result).toMatchObject({ matches: 17, truncated: false, unreadable: 0 });
  });

  it('shows context once, and long lines around the match', async () => {
    const { files } = await search({ include: ['a.txt'], context: 1 });
    expect(files[0]?.lines).toEqual([
      { line: 1, text: 'one' },
      { line: 2, text: 'two needle', column: 5 },
      { line: 3, text: 'three' },
      { line: 4, text: 'four' },
      { line: 5, text: 'five needle needle', column: 6 },
    ]);
    const long = await search({ include: ['long-line.txt'], maxLineLength: 40 });
    expect(long.files[0]?.lines[0]).toMatchObject({
      text: `${'y'.repeat(9)} needle ${'y'.repeat(23)}`,
      cut: true,
    });
  });

  it('shows context across blocks', async () => {
    const { files } = await search({ include: ['big.txt'], context: 2 });
    expect(files[0]?.lines.map(({ line }) => line)).toEqual([
      59_999, 60_000, 60_001, 60_002, 60_003, 120_000, 120_001, 120_002,
    ]);
  });

  it('takes globs, .gitignore and letter case into account', async () => {
    expect(places(await search({ include: ['*.ts'], exclude: ['.hidden'] }))).toEqual(['/in/src/a.ts:2:1']);
    expect(places(await search({ include: ['src/**'], gitignore: true, ignoreCase: true }))).toEqual([
      '/in/src/a.ts:1:1',
      '/in/src/a.ts:2:1',
    ]);
    expect(places(await search({ pattern: '^[nN]eedle$', regex: true, include: ['*.{ts,txt}'] }))).toEqual([
      '/in/big.txt:120002:1',
      '/in/crlf.txt:2:1',
      '/in/no-end.txt:2:1',
      '/in/odd\\nname.txt:1:1',
      '/in/src/a.ts:1:1',
      '/in/src/a.ts:2:1',
    ]);
  });

  it('gives in pages what it gives at once', async () => {
    const whole = places(await search({}));
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await search({ limit: 2, cursor });
      expect(page.matches).toBeLessThanOrEqual(2);
      paged.push(...places(page));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(paged).toEqual(whole);
  });

  it('says which file has more matches than were asked for', async () => {
    const result = await search({ maxMatchesPerFile: 1, include: ['a.txt', 'no-end.txt'] });
    expect(result.files.map(({ path, truncated }) => [path, truncated])).toEqual([
      ['/in/a.txt', true],
      ['/in/no-end.txt', false],
    ]);
    expect(result).toMatchObject({ truncated: true, truncatedBy: ['matches per file'] });
  });

  it('shows nothing of masked files and distrusted links', async () => {
    linkSync(join(base, 'outside.txt'), join(scope.real, 'hard.txt'));
    const careful: Scope = { ...scope, masks: (path) => path.startsWith('src/'), distrustsLinks: () => true };
    const result = await search({ include: ['*.ts', 'hard.txt'] }, careful);
    rmSync(join(scope.real, 'hard.txt'));
    expect(places(result)).toEqual(['/in/.hidden/deep/h.ts:1:7']);
  });

  it('survives a catastrophic pattern, and other work goes on meanwhile', async () => {
    const place: Scope = { real: join(base, `evil-${workersAfterMs}`), shown: '/evil' };
    mkdirSync(place.real);
    writeFileSync(join(place.real, 'a.txt'), `${`${'a'.repeat(20_000)}!\n`.repeat(200)}${'a'.repeat(30)}\n`);
    const running = search({ pattern: '(a+)+$', regex: true }, place);
    expect(await turnsDuring(running)).toBeGreaterThan(10);
    expect(places(await running)).toEqual(['/evil/a.txt:201:1']);
  });

  it('reads no further once it is aborted', async () => {
    const place: Scope = { real: join(base, `long-${workersAfterMs}`), shown: '/long' };
    mkdirSync(place.real);
    const [files, bytes] = [40, 1_600_000];
    for (let index = 0; index < files; index += 1)
      writeFileSync(join(place.real, `${index}.txt`), 'abc def\n'.repeat(bytes / 8));
    for (const ripgrepAfterMs of [Number.POSITIVE_INFINITY, 0, 25]) {
      const controller = new AbortController();
      const running = search(
        { pattern: '[ad]+[yz]', regex: true, ripgrepAfterMs, signal: controller.signal },
        place,
      );
      const refused = expect(running).rejects.toThrow('enough');
      await new Promise((resolve) => setTimeout(resolve, 8));
      controller.abort(new Error('enough'));
      expect(await bytesReadDuring(() => refused)).toBeLessThan((files * bytes) / 2);
    }
  });
});

describe('searchContent with ripgrep', () => {
  const patterns: Partial<ContentOptions>[] = [
    { pattern: 'needle' },
    { pattern: '-e' },
    { pattern: 'NEEDLE', ignoreCase: true },
    { pattern: '^needle.*$', regex: true },
    { pattern: '\\bneedle\\b', regex: true, context: 2 },
    { pattern: 'caf. n', regex: true },
    { pattern: 'caf[^x] needle', regex: true },
    { pattern: 'needle$', regex: true },
    { pattern: '(?i)n[e]{2}dle\\s(?:at|\\p{L})', regex: true },
    { pattern: '\\w+\\W\\w+', regex: true, maxMatchesPerFile: 3 },
    { pattern: 'needle', include: ['*.ts', 'src/*'], exclude: ['*.log'] },
    { pattern: 'needle', gitignore: true },
    { pattern: 'needle', limit: 3 },
    { pattern: '', regex: true },
  ];

  it('finds ripgrep, which these tests need', () => {
    expect(findRipgrep(), 'install the Debian package ripgrep').toBeDefined();
  });

  it.each(patterns)('answers the same with and without it, and with other threads: %o', async (options) => {
    const answer = (ripgrepAfterMs: number, workersAfterMs?: number): Promise<unknown> =>
      searchIn({ ...options, ripgrepAfterMs, workersAfterMs }).catch((error: unknown) => error);
    const own = await answer(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(await answer(0)).toEqual(own);
    expect(await answer(25)).toEqual(own);
    expect(await answer(Number.POSITIVE_INFINITY, 0)).toEqual(own);
    expect(await answer(0, 0)).toEqual(own);
  });

  it('runs no program of the searched folder', () => {
    expect(findRipgrep(`.:bin::${scope.real}/none`)).toBeUndefined();
  });
});
