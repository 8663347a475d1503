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
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Scope } from '../scope.ts';
import { type ContentOptions, searchContent } from './search-content.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-agree-')));
const scope: Scope = { real: join(base, 'tree'), shown: '/tree' };
const limits = { maxMatchesPerFile: 5, limit: 400 };
const alone = Number.POSITIVE_INFINITY;

let seed = 42;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
  return (seed >> 8) % below;
};
const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
const words = [
  'alpha',
  'Beta',
  'GAMMA',
  'été',
  'Straße',
  '42',
  'a_b',
  'x=1;',
  '\t',
  '"q"',
  '(z)',
  'ſ',
  '日本',
  '\u{1F600}',
];
const line = (): string =>
  Array.from({ length: random(7) }, () => pick(words)).join(pick([' ', '', ','])) +
  pick(['\n', '\n', '\r\n']);

beforeAll(() => {
  for (let index = 0; index < 400; index += 1) {
    const folder = join(scope.real, pick(['a', 'b', '.c', 'a/d', 'b/gen', 'a/d/e']));
    mkdirSync(folder, { recursive: true });
    const text = Array.from({ length: random(12) }, line).join('');
    const bytes = [
      Buffer.from(text),
      Buffer.from(text, 'latin1'),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.concat([Buffer.from(text), Buffer.from([0, 1])]),
    ][index % 5];
    writeFileSync(join(folder, `${index}${pick(['.ts', '.md', '.log', ''])}`), bytes ?? '');
  }
  writeFileSync(join(scope.real, '.gitignore'), '*.log\ngen/\n/a/d/*.ts\n');
  writeFileSync(join(scope.real, 'a/d/.gitignore'), '!*.log\n1*\n');
});

afterAll(() => rmSync(base, { recursive: true }));

const atoms = [
  'a',
  'e',
  'beta',
  '.',
  '\\w',
  '\\W',
  '\\d',
  '\\s',
  '\\S',
  '[a-f]',
  '[^a-z]',
  '\\p{L}',
  '\\P{L}',
  'é',
  's',
  '\\b',
  '\\x{65E5}',
  '[[:upper:]]',
  '=',
  '(?:a|é)',
  '(?:al|be)',
];
const signs = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '+?'];

it('finds the same on a generated tree with and without ripgrep and other threads', async () => {
  let found = 0;
  for (let round = 0; round < 120; round += 1) {
    const body = Array.from({ length: 1 + random(4) }, () => {
      const atom = pick(atoms);
      return atom === '\\b' ? atom : atom + pick(signs);
    }).join('');
    const options: ContentOptions = {
      ...limits,
      pattern: pick(['', '', '^']) + body + pick(['', '', '$']),
      regex: true,
      ignoreCase: random(2) === 0,
      gitignore: random(2) === 0,
      context: random(3),
      include: [['*'], ['*.ts', '*.md'], ['a/**'], ['**/d/*']][random(4)],
    };
    const own = await searchContent(scope, { ...options, ripgrepAfterMs: alone, workersAfterMs: alone });
    const spread = await searchContent(scope, { ...options, ripgrepAfterMs: alone, workersAfterMs: 0 });
    expect({ options, ...spread }).toEqual({ options, ...own });
    const chosen = await searchContent(scope, { ...options, ripgrepAfterMs: 0 });
    expect({ options, ...chosen }).toEqual({ options, ...own });
    found += own.matches;
  }
  expect(found).toBeGreaterThan(1_000);
});

it('gives the same pages with and without ripgrep', async () => {
  for (const gitignore of [false, true]) {
    const options: ContentOptions = { pattern: 'alpha', maxMatchesPerFile: 2, limit: 7, gitignore };
    let cursor: string | undefined;
    let pages = 0;
    do {
      const own = await searchContent(scope, { ...options, cursor, ripgrepAfterMs: alone });
      expect(await searchContent(scope, { ...options, cursor, ripgrepAfterMs: 0 })).toEqual(own);
      cursor = own.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBeGreaterThan(10);
  }
});

it('shows nothing of a folder that is swapped while its files are searched', async () => {
  const real = join(base, 'moving');
  for (const folder of ['moving/b', 'outside']) {
    mkdirSync(join(base, folder), { recursive: true });
    for (const name of ['1.txt', '2.txt', '3.txt'])
      writeFileSync(join(base, folder, name), `needle in ${folder}\n`);
  }
  const swapping: Scope = {
    real,
    shown: '/moving',
    hides(path) {
      if (path === 'b/2.txt') {
        renameSync(join(real, 'b'), join(base, 'away'));
        symlinkSync(join(base, 'outside'), join(real, 'b'));
      }
      return false;
    },
  };
  const result = await searchContent(swapping, { pattern: 'needle', ...limits, ripgrepAfterMs: alone });
  expect(result.files.map(({ lines }) => lines[0]?.text)).toEqual(['needle in moving/b']);
  expect(result.unreadablePaths).toEqual(['b/2.txt', 'b/3.txt']);
});
