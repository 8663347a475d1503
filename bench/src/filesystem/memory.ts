import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interleave } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { forgetPeak, peakMb, residentMb } from '../stdio/usage.ts';
import { createContenders } from './contenders.ts';
import { makeFlat, makeTree, TREE_FILES } from './fixtures.ts';

const SETTLE_MS = 250;
const LIMIT_MB = 40;
const MEDIA_BYTES = 10 * 1024 * 1024;
const LINES = 60_000;
/** Of a file of almost the 4 MiB that can be edited. */
const EDITABLE_LINES = 340_000;
/** Some 200,000 of their lines. */
const MANY_PLACES = ['2', '1'].map((digit) => ({
  oldText: `line ${digit}`,
  newText: `LINE ${digit}`,
  replaceAll: true,
}));
/** Nearly what fits into one message of 10 MiB, in which each line feed takes two. */
const MOST_TEXT = 9_000_000;

interface Case {
  readonly name: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the call uses up, made before each. */
  readonly prepare?: () => void;
}

/** The calls that hold the most: each at the most its arguments allow, over everything there is. */
export async function memory({ quick, folder }: Plan): Promise<Section> {
  const served = join(folder, 'memory');
  const cases = casesIn(served);
  const { ours } = createContenders(folder);
  const command = ours(served, '--toolsets', 'all', '--yes');
  const peakOf = async ({ tool, args, prepare }: Case): Promise<number> => {
    prepare?.();
    const server = startServer(command);
    try {
      await server.initialize();
      await server.call('read_text_file', { path: join(served, 'small.txt') });
      await sleep(SETTLE_MS);
      const idle = residentMb(server.pid);
      forgetPeak(server.pid);
      await server.call(tool, args);
      return peakMb(server.pid) - idle;
    } finally {
      await server.stop();
    }
  };
  const of = await interleave(quick ? 1 : 3, {
    portolan: async () => {
      const peaks: Record<string, number> = {};
      for (const one of cases) peaks[one.name] = await peakOf(one);
      return peaks;
    },
  });
  return {
    title: 'Peak memory of a call',
    method: `The calls that hold the most, over a tree of ${TREE_FILES} files in 500 folders and a folder of ${TREE_FILES} entries, a file of 10 MB, two of ${LINES} lines with none in common, and one of 4 MB that is edited. Each sample is a fresh process on stdio that has read a small file before: the most resident memory of the call (\`VmHWM\`) above what was resident before it. The program \`rg\` and its memory are not counted.`,
    measures: cases.map(({ name }) => ({
      name,
      unit: 'MB',
      series: of(name),
      limits: [{ of: 'portolan', atMost: LIMIT_MB }],
    })),
  };
}

function casesIn(served: string): readonly Case[] {
  const { tree, flat, image, before, after, edited } = prepare(served);
  const gone = join(served, 'gone');
  const remove = { path: gone, recursive: true };
  return [
    { name: '`read_media_file` of 10 MB', tool: 'read_media_file', args: { path: image } },
    { name: '`compare_files`', tool: 'compare_files', args: { before, after } },
    {
      name: '`find_files` by size, 4,000',
      tool: 'find_files',
      args: { path: served, sortBy: 'size', limit: 4_000 },
    },
    {
      name: '`search_content`, 1,000',
      tool: 'search_content',
      args: { path: served, pattern: 'sounding', limit: 1_000 },
    },
    {
      name: '`search_content`, 1,000, an expression',
      tool: 'search_content',
      args: { path: tree, pattern: 'sound\\w+ [0-9]+', regex: true, limit: 1_000 },
    },
    {
      name: '`search_content`, 1,000, with context',
      tool: 'search_content',
      args: { path: tree, pattern: 'sounding', limit: 1_000, context: 20 },
    },
    {
      name: '`search_files`',
      tool: 'search_files',
      args: { path: served, pattern: '**/*.md', limit: 5_000 },
    },
    { name: '`list_directory`, 10,000', tool: 'list_directory', args: { path: flat, limit: 10_000 } },
    {
      name: '`list_directory_with_sizes` by size',
      tool: 'list_directory_with_sizes',
      args: { path: flat, sortBy: 'size' },
    },
    {
      name: '`read_batch` of 200 large listings',
      tool: 'read_batch',
      args: { reads: Array.from({ length: 200 }, () => ({ path: flat, what: 'list' })) },
    },
    { name: '`directory_tree`', tool: 'directory_tree', args: { path: tree } },
    { name: '`disk_usage`', tool: 'disk_usage', args: { path: served, depth: 3, limit: 1_000 } },
    { name: '`get_file_info` with hash', tool: 'get_file_info', args: { path: flat, hash: true } },
    {
      name: '`edit_file` of 4 MB',
      tool: 'edit_file',
      args: { path: edited, edits: [{ oldText: 'line 170000\n', newText: 'another\n' }] },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`edit_file` of 4 MB, far apart',
      tool: 'edit_file',
      args: {
        path: edited,
        edits: [1_000, 339_000].map((line) => ({ oldText: `line ${line}\n`, newText: 'another\n' })),
      },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`edit_file` of 4 MB, 200,000 places',
      tool: 'edit_file',
      args: { path: edited, edits: MANY_PLACES },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`edit_file` of 4 MB, returns and 200,000 places',
      tool: 'edit_file',
      args: { path: edited, edits: MANY_PLACES },
      prepare: () => makeEditable(edited, '\r\n', 300_000),
    },
    {
      name: '`edit_file` of 4 MB, beyond Latin-1 and 200,000 places',
      tool: 'edit_file',
      args: { path: edited, edits: MANY_PLACES },
      prepare: () => makeEditable(edited, '日\n', 250_000),
    },
    {
      name: '`write_file` of 9 MB',
      tool: 'write_file',
      args: { path: edited, content: 'some text of a line\n'.repeat(MOST_TEXT / 20) },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`append_file` of 9 MB',
      tool: 'append_file',
      args: { path: edited, content: 'some text of a line\n'.repeat(MOST_TEXT / 20) },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`apply_patch` of 4 MB',
      tool: 'apply_patch',
      args: { folder: served, patch: patchOf(edited) },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`edit_lines` of 4 MB',
      tool: 'edit_lines',
      args: { path: edited, startLine: 170_000, endLine: 170_001, newText: 'another\n' },
      prepare: () => makeEditable(edited),
    },
    {
      name: '`delete_directory` to the trash',
      tool: 'delete_directory',
      args: remove,
      prepare: () => makeFlat(gone),
    },
    {
      name: '`delete_directory` for good',
      tool: 'delete_directory',
      args: { ...remove, permanent: true },
      prepare: () => makeFlat(gone),
    },
  ];
}

function prepare(served: string) {
  const paths = {
    tree: join(served, 'tree'),
    flat: join(served, 'flat'),
    image: join(served, 'image.bin'),
    before: join(served, 'before.txt'),
    after: join(served, 'after.txt'),
    edited: join(served, 'edited.txt'),
  };
  mkdirSync(served);
  makeTree(paths.tree);
  makeFlat(paths.flat);
  writeFileSync(join(served, 'small.txt'), 'a few words\n'.repeat(341));
  writeFileSync(paths.image, Buffer.alloc(MEDIA_BYTES, 7));
  writeFileSync(
    paths.before,
    linesOf((index) => `left ${index * 7_919}\n`),
  );
  writeFileSync(
    paths.after,
    linesOf((index) => `right ${index * 104_729}\n`),
  );
  return paths;
}

const makeEditable = (path: string, ending = '\n', lines = EDITABLE_LINES) =>
  writeFileSync(path, Array.from({ length: lines }, (_, index) => `line ${index}${ending}`).join(''));

/** A patch of one line in each thousand of the file that is edited. */
function patchOf(path: string): string {
  const hunks = Array.from({ length: EDITABLE_LINES / 1_000 }, (_, index) => {
    const at = 1_000 * index;
    return `@@ -${at + 1},1 +${at + 1},1 @@\n-line ${at}\n+another ${at}\n`;
  });
  return `--- a/${basename(path)}\n+++ b/${basename(path)}\n${hunks.join('')}`;
}

const linesOf = (line: (index: number) => string) =>
  Array.from({ length: LINES }, (_, index) => line(index)).join('');
