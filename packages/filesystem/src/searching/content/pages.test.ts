import { describe, expect, it } from 'vitest';
import { type Sandbox, sandbox } from '../../test-support.ts';
import { openScope } from '../open-scope.ts';
import { type ContentOptions, type ContentResult, searchContent } from './search-content.ts';

const never = Number.POSITIVE_INFINITY;
const alone = { ripgrepAfterMs: never, workersAfterMs: never };
const engines: readonly [string, Partial<ContentOptions>][] = [
  ['with other threads', { ripgrepAfterMs: never, workersAfterMs: 0 }],
  ['with ripgrep', { ripgrepAfterMs: 0, workersAfterMs: never }],
  ['with ripgrep from the middle on', { ripgrepAfterMs: 3, workersAfterMs: never }],
  ['with both', { ripgrepAfterMs: 0, workersAfterMs: 0 }],
];
const wide = { pattern: 'needle', context: 20, maxMatchesPerFile: 1_000, limit: 1_000 };

async function pagesOf({ files, root }: Sandbox, options: ContentOptions): Promise<ContentResult[]> {
  const pages: ContentResult[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchContent(openScope(files.access, root), { ...options, cursor });
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < 200);
  return pages;
}

/** Each matching line by its place, in the order of the pages. */
const matchesOf = (pages: readonly ContentResult[]): string[] =>
  pages.flatMap(({ files }) =>
    files.flatMap(({ path, lines }) =>
      lines.filter(({ column }) => column !== undefined).map(({ line }) => `${path}:${line}`),
    ),
  );

/** Text whose every 41st line matches, so that each match has 40 lines of its own. */
const sparse = (matches: number, filler: string): string =>
  `${`${filler}\n`.repeat(20)}needle\n${`${filler}\n`.repeat(20)}`.repeat(matches);

/** Files below a page, some with most of one, and one of several pages. */
function putMixed(box: Sandbox): void {
  for (let at = 0; at < 60; at += 1) {
    const filler = ['plain text '.repeat(15), '"\\"\t'.repeat(40), '日本😀'.repeat(60)][at % 3] ?? '';
    const matches = at === 31 ? 120 : [1, 3, 12, 2][at % 4];
    box.put(`d${at % 4}/${String(at).padStart(2, '0')}.txt`, sparse(matches ?? 1, filler));
  }
}

describe('pages of a search with much context', () => {
  it.each(engines)('are the same %s', async (_engine, how) => {
    const box = sandbox();
    putMixed(box);
    for (const options of [wide, { ...wide, limit: 150 }, { ...wide, maxMatchesPerFile: 60 }]) {
      const own = await pagesOf(box, { ...options, ...alone });
      expect(own.length).toBeGreaterThan(5);
      expect(await pagesOf(box, { ...options, ...how })).toEqual(own);
    }
  });

  it('hold together the matches that a page without context holds', async () => {
    const box = sandbox();
    putMixed(box);
    const pages = await pagesOf(box, { ...wide, ...alone });
    const whole = await pagesOf(box, { ...wide, ...alone, context: 0 });
    expect(whole).toHaveLength(1);
    expect(matchesOf(pages)).toEqual(matchesOf(whole));
    for (const { truncated, truncatedBy, nextCursor, files } of pages) {
      expect(files.length).toBeGreaterThan(0);
      expect({ truncated, truncatedBy }).toEqual(
        nextCursor === undefined
          ? { truncated: false, truncatedBy: [] }
          : { truncated: true, truncatedBy: ['size'] },
      );
    }
  });

  it('end at a whole file, and in one only where it alone is more than a page', async () => {
    const box = sandbox();
    putMixed(box);
    const pages = await pagesOf(box, { ...wide, ...alone });
    const cut = pages.flatMap(({ files }) => files.filter(({ truncated }) => truncated));
    expect(new Set(cut.map(({ path }) => path))).toEqual(new Set([`${box.root}/d3/31.txt`]));
    for (const { files } of pages)
      expect(
        files.slice(0, -1).every(({ truncated }) => !truncated),
        'only the last is cut',
      ).toBe(true);
    const first = pages.find(({ files }) => files.some(({ path }) => path.endsWith('31.txt')));
    expect(first?.files).toHaveLength(1);
  });

  it('show no more of a file than was asked for, all together, and go on to the next', async () => {
    const box = sandbox();
    box.put('a.txt', sparse(200, 'x'.repeat(390)));
    box.put('b.txt', 'needle\n');
    const pages = await pagesOf(box, { ...wide, ...alone, maxMatchesPerFile: 50 });
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.map(({ matches }) => matches).reduce((sum, matches) => sum + matches)).toBe(51);
    expect(pages.at(-1)).toMatchObject({
      files: [
        { path: `${box.root}/a.txt`, truncated: true },
        { path: `${box.root}/b.txt`, truncated: false },
      ],
      truncatedBy: ['matches per file'],
    });
  });

  it('show a cut file from the line on where the page before ended, as context', async () => {
    const box = sandbox();
    box.put('a.txt', `needle ${'\u0001'.repeat(390)}\n`.repeat(400));
    const pages = await pagesOf(box, { ...wide, ...alone });
    expect(pages.length).toBeGreaterThan(1);
    expect(matchesOf(pages)).toEqual(Array.from({ length: 400 }, (_, at) => `${box.root}/a.txt:${at + 1}`));
    const last = pages[0]?.files[0]?.lines.at(-1)?.line ?? 0;
    expect(pages[1]?.files[0]?.lines[0]).toMatchObject({ line: last - 19 });
  });
});
