import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, createTempFolder, nodeCommand, type TestClient } from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { findPackage } from '../packages.ts';
import { OFFICIAL } from './contenders.ts';

/** What the filesystem server claims: what the official one answers, it answers. Both run here, on one folder. */

type Args = Readonly<Record<string, unknown>>;
type Call = readonly [tool: string, args: (at: (name: string) => string) => Args];

const ours = fileURLToPath(new URL('../../../packages/filesystem/src/bin.ts', import.meta.url));
const Content = z.looseObject({ content: z.unknown() });

function fill(root: string): void {
  rmSync(root, { recursive: true, force: true });
  for (const folder of ['sub/deep', 'empty', 'lib/node_modules'])
    mkdirSync(join(root, folder), { recursive: true });
  const files = {
    'a.txt': 'one\ntwo\nthree\n',
    'no-end.txt': 'one\ntwo',
    'empty.txt': '',
    'fence.md': '```\ncode\n```\n',
    'with space.txt': 's',
    '.hidden': 'h',
    'sub/b.md': '# hi\n',
    'sub/deep/c.ts': 'const x = 1;\n  const y = 2;\n',
    'lib/node_modules/d.js': '1',
    'picture.png': '\x89PNG',
    'sound.mp3': 'm',
    'drawing.svg': '<svg/>',
    'unknown.bin': 'b',
    'size-1536': 'x'.repeat(1536),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content, 'latin1');
  symlinkSync('a.txt', join(root, 'link.txt'));
}

/** Both servers over one folder. */
async function both() {
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const root = join(folder.path, 'root');
  fill(root);
  const started = await Promise.all([
    connect('v1', { command: nodeCommand(findPackage(OFFICIAL).entry, root) }),
    connect('v1', { command: nodeCommand(ours, '--audit', 'off', '--rate-limit', 'off', root) }),
  ]);
  onTestFinished(async () => void (await Promise.all(started.map((client) => client.close()))));
  return { root, at: (name: string) => join(root, name), official: started[0], ours: started[1] };
}

/** What a client of the official server sees, the order of the file system and the time of the last read aside. */
async function answer(client: TestClient, tool: string, args: Args) {
  const { isError = false, content, structuredContent } = await client.callTool(tool, args);
  if (isError) return { isError };
  const [first] = content;
  const structured = Content.parse(structuredContent).content;
  if (first?.type !== 'text') return { isError, first, structured };
  expect(structured).toBe(first.text);
  const lines = String(first.text)
    .split('\n')
    .filter((line) => !line.startsWith('accessed: '));
  return { isError, lines: tool === 'list_directory' || tool === 'search_files' ? lines.toSorted() : lines };
}

/** Everything below a folder. */
const state = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const stat = lstatSync(join(root, name));
      return [name, stat.mode, stat.isFile() ? readFileSync(join(root, name), 'latin1') : ''];
    });

const reads: readonly Call[] = [
  ...[
    'a.txt',
    'no-end.txt',
    'empty.txt',
    'with space.txt',
    'link.txt',
    'sub/../a.txt',
    'none',
    'sub',
    '../x',
  ].flatMap((name): readonly Call[] => [
    ['read_text_file', (at) => ({ path: at(name) })],
    ['read_file', (at) => ({ path: at(name) })],
    ['get_file_info', (at) => ({ path: at(name) })],
  ]),
  ['read_text_file', () => ({ path: 'sub/b.md' })],
  ['read_text_file', () => ({ path: '/etc/passwd' })],
  ...[1, 2, 3, 9].map((head): Call => ['read_text_file', (at) => ({ path: at('a.txt'), head })]),
  ...[1, 2, 9].map((tail): Call => ['read_text_file', (at) => ({ path: at('no-end.txt'), tail })]),
  ['read_text_file', (at) => ({ path: at('a.txt'), head: 1, tail: 1 })],
  ['read_text_file', (at) => ({ path: at('a.txt'), head: '1' })],
  ...['picture.png', 'sound.mp3', 'drawing.svg', 'unknown.bin', 'none'].map(
    (name): Call => ['read_media_file', (at) => ({ path: at(name) })],
  ),
  ['read_multiple_files', (at) => ({ paths: [at('a.txt'), at('no-end.txt'), 'sub/b.md'] })],
  ['read_multiple_files', () => ({ paths: [] })],
  ...['', 'sub', 'empty', 'a.txt', 'none'].flatMap((name): readonly Call[] => [
    ['list_directory', (at) => ({ path: at(name) })],
    ['directory_tree', (at) => ({ path: at(name) })],
  ]),
  ...['sub', 'empty'].map((name): Call => ['list_directory_with_sizes', (at) => ({ path: at(name) })]),
  ['list_directory_with_sizes', (at) => ({ path: at('sub'), sortBy: 'size' })],
  ['list_directory_with_sizes', (at) => ({ path: at(''), sortBy: 'time' })],
  ...['node_modules', '**/node_modules/**', '*.txt', 'sub', 'deep', '.*', '{sub,lib}', ''].map(
    (pattern): Call => ['directory_tree', (at) => ({ path: at(''), excludePatterns: [pattern] })],
  ),
  ...[
    '*.txt',
    '**/*.ts',
    '**',
    'sub/*',
    '*.{txt,md}',
    '[ae]*',
    '?.txt',
    '.*',
    '!a.txt',
    '@(a|b).txt',
    'none',
    '',
  ].map((pattern): Call => ['search_files', (at) => ({ path: at(''), pattern })]),
  ['search_files', (at) => ({ path: at(''), pattern: '**', excludePatterns: ['sub', '*.txt'] })],
  ['list_allowed_directories', () => ({})],
];

const edit = (name: string, edits: readonly unknown[], more: Args = {}): Call => [
  'edit_file',
  (at) => ({ path: at(name), edits, ...more }),
];
const move = (source: string, destination: string): Call => [
  'move_file',
  (at) => ({ source: at(source), destination: at(destination) }),
];

const writes: readonly Call[] = [
  ...['new.txt', 'a.txt', 'none/x.txt', 'sub', '../x'].map(
    (name): Call => ['write_file', (at) => ({ path: at(name), content: 'né\n' })],
  ),
  ['write_file', (at) => ({ path: at('a.txt') })],
  ...['new', 'new/x/y', 'sub', 'a.txt', '../x'].map(
    (name): Call => ['create_directory', (at) => ({ path: at(name) })],
  ),
  edit('a.txt', [{ oldText: 'two', newText: 'TWO' }]),
  edit('a.txt', [{ oldText: 'two', newText: '$&' }], { dryRun: true }),
  edit('a.txt', [{ oldText: 'none', newText: 'x' }]),
  edit('a.txt', [
    { oldText: 'two', newText: '2' },
    { oldText: '2\nthree', newText: '2, 3' },
  ]),
  edit('a.txt', [
    { oldText: 'two', newText: '2' },
    { oldText: 'none', newText: 'x' },
  ]),
  edit('no-end.txt', [{ oldText: 'two', newText: 'TWO' }]),
  edit('fence.md', [{ oldText: 'code', newText: 'more' }]),
  edit('sub/deep/c.ts', [{ oldText: 'const x = 1;\nconst y = 2;', newText: 'const x = 9;\nconst y = 9;' }]),
  move('a.txt', 'moved.txt'),
  move('a.txt', 'sub/a.txt'),
  move('a.txt', 'no-end.txt'),
  move('sub', 'lib/sub'),
  move('sub', 'sub/inner'),
  move('none', 'x'),
  move('a.txt', 'none/x.txt'),
  move('a.txt', '../x'),
];

describe('in the place of the official server', () => {
  it('offers all its tools with all their arguments', async () => {
    const { official, ours } = await both();
    const mine = new Map((await ours.listTools()).map((tool) => [tool.name, tool.inputSchema]));
    for (const { name, inputSchema } of await official.listTools()) {
      expect([name, Object.keys(mine.get(name)?.properties ?? {})]).toEqual([
        name,
        expect.arrayContaining(Object.keys(inputSchema.properties ?? {})),
      ]);
      const required = new Set(inputSchema.required);
      for (const needed of mine.get(name)?.required ?? []) expect(required).toContain(needed);
    }
  });

  it('answers reads as it does', async () => {
    const { at, official, ours } = await both();
    for (const [tool, args] of reads) {
      const asked = args(at);
      const expected = await answer(official, tool, asked);
      expect([tool, asked, await answer(ours, tool, asked)]).toEqual([tool, asked, expected]);
    }
  });

  it('writes as it does', async () => {
    const { root, at, official, ours } = await both();
    for (const [tool, args] of writes) {
      const seen = [];
      for (const client of [official, ours]) {
        fill(root);
        seen.push([tool, args(at), await answer(client, tool, args(at)), state(root)]);
      }
      expect(seen[1]).toEqual(seen[0]);
    }
  });
});
