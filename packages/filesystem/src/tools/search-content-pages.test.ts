import { afterEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { connectTools, type ToolsClient } from './test-support.ts';

const Files = z.array(
  z.object({
    path: z.string(),
    matches: z.number(),
    lines: z.array(z.object({ line: z.number(), column: z.number().optional() })),
    truncated: z.boolean(),
  }),
);
/** The default of `--max-answer-bytes`. */
const MAX_ANSWER_BYTES = 1_048_576;

afterEach(() => void vi.unstubAllEnvs());

/** The pages of a question; fails the test where one is refused or brings no file. */
async function pagesOf({ ok }: Pick<ToolsClient, 'ok'>, question: Readonly<Record<string, unknown>>) {
  const pages: z.output<typeof Files>[] = [];
  let cursor: unknown;
  do {
    const { structured, content } = await ok('search_content', { path: '.', ...question, cursor });
    const files = Files.parse(structured.files);
    expect(files.length).toBeGreaterThan(0);
    expect(structured.truncated).toBe(cursorOf(structured) !== undefined);
    expect(Buffer.byteLength(JSON.stringify({ structured, content }))).toBeLessThan(MAX_ANSWER_BYTES);
    pages.push(files);
    cursor = cursorOf(structured);
  } while (cursor !== undefined);
  return pages;
}

const cursorOf = ({ nextCursor }: Readonly<Record<string, unknown>>) => nextCursor;

const matchesOf = (pages: readonly z.output<typeof Files>[]) =>
  pages
    .flat()
    .flatMap(({ path, lines }) =>
      lines.filter(({ column }) => column !== undefined).map(({ line }) => `${path}:${line}`),
    );

const engines = [
  ['with ripgrep', process.env.PATH ?? ''],
  ['without ripgrep', '/nowhere'],
] as const;
/** Lines of about 190 characters; of most of them JSON makes more bytes than characters. */
const fillers = [
  ['plain', 'filler '.repeat(27)],
  ['emoji and wide characters', '😀日本語한글'.repeat(20)],
  ['quotes, backslashes and tabs', '"\\\t'.repeat(63)],
  ['control characters', '\u0001\u001b\u007f'.repeat(63)],
] as const;

it.each(
  engines.flatMap(([engine, path]) => fillers.map(([kind, filler]) => ({ engine, path, kind, filler }))),
)('gives lines of $kind in shorter pages, and all of them, $engine', async ({ path, filler }) => {
  vi.stubEnv('PATH', path);
  const tools = await connectTools();
  for (let at = 0; at < 30; at += 1)
    tools.put(
      `${String(at).padStart(2, '0')}.txt`,
      `${`${filler}\n`.repeat(8)}needle ${filler}\n`.repeat(20),
    );
  const question = { pattern: 'needle', limit: 1_000, maxMatchesPerFile: 50 };
  const pages = await pagesOf(tools, { ...question, context: 20 });
  expect(pages.length).toBeGreaterThan(1);
  const small = await pagesOf(tools, question);
  expect(pages.length).toBeGreaterThan(small.length);
  expect(matchesOf(pages)).toHaveLength(600);
  expect(matchesOf(pages)).toEqual(matchesOf(small));
  // No file alone is a page, so each comes whole, and once.
  expect(new Set(pages.flat().map((file) => file.path)).size).toBe(pages.flat().length);
  expect(pages.flat().every(({ matches, truncated }) => matches === 20 && !truncated)).toBe(true);
});

it.each(engines)('cuts one file of several pages at a match, %s', async (_engine, path) => {
  vi.stubEnv('PATH', path);
  const tools = await connectTools();
  const apart = `${'\u0001'.repeat(400)}\n`.repeat(41);
  tools.put('large.txt', `needle\n${apart}`.repeat(40));
  tools.put('next.txt', 'needle\n');
  const pages = await pagesOf(tools, { pattern: 'needle', context: 20 });
  const large = pages.flat().filter((file) => file.path.endsWith('large.txt'));
  expect(large.length).toBeGreaterThan(2);
  expect(large.map(({ truncated }) => truncated)).toEqual([...large.slice(1).map(() => true), false]);
  const [first] = large;
  expect(first?.lines.at(-1)?.line).toBe((first?.matches ?? 0) * 42 - 21);
  expect(matchesOf(pages)).toHaveLength(41);
  expect(new Set(matchesOf(pages)).size).toBe(41);
});
