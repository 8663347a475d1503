import { join } from 'node:path';
import * as z from 'zod';
import { expectCount } from '../expect-count.ts';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { runCommand } from '../stdio/command.ts';
import { type Answer, type ServerProcess, startServer, textOf } from '../stdio/server-process.ts';
import { forgetPeak, peakMb, residentMb } from '../stdio/usage.ts';
import { createContenders } from './contenders.ts';
import { makeFlat, makeTree, TREE_FILES, TREE_MARKDOWN } from './fixtures.ts';

export async function trees({ quick, folder }: Plan): Promise<Section> {
  const tree = makeTree(join(folder, 'tree'));
  const flat = makeFlat(join(folder, 'flat'));
  const { official, ours } = createContenders(folder);
  const servers = { official: startServer(official(folder)), portolan: startServer(ours(folder)) };
  const { official: theirs, portolan } = servers;
  try {
    for (const server of [theirs, portolan]) {
      await server.initialize();
      await server.call('list_allowed_directories', {});
    }
    const of = await interleave(quick ? 2 : 5, {
      'find / ls': async () => ({ ...(await findFloor(tree)), ...(await listFloor(flat)) }),
      official: () => workOf(theirs, tree, flat),
      portolan: async () => ({
        ...(await workOf(portolan, tree, flat)),
        ...(await allPages(portolan, flat)),
      }),
    });
    const measure = (name: string, unit: string, quantity: string) => ({ name, unit, series: of(quantity) });
    const first = (name: string, quantity: string) => ({
      ...measure(name, 'MB', quantity),
      series: of(quantity).map(({ who, samples }) => ({ who, samples: samples.slice(0, 1) })),
      limits: [{ of: 'portolan', atMost: 40 }],
    });
    return {
      title: 'Search and tree over 50,000 files',
      method: `A generated tree of ${TREE_FILES.toLocaleString('en-US')} files in 500 folders (${TREE_MARKDOWN.toLocaleString('en-US')} of them \`*.md\`), and one folder of as many entries; the page cache is warm, the machine's disk is not part of it, and each server has answered a call before. \`search_files\` answers all 5,000 paths in both. Ours bounds the two others: both come in pages (a tree with as many entries as an answer has room for, a listing with 2,000 by default and totals over all), so rows say what one answer costs and what all pages do. Memory is the peak of a server's first such call above what was resident before it; later calls reuse what that one took.`,
      measures: [
        {
          ...measure('`search_files` `**/*.md`', 'ms', 'search'),
          goals: [{ of: 'portolan', to: 'official', atMost: 0.05 }],
        },
        measure('`directory_tree`, one answer', 'ms', 'tree'),
        measure('`directory_tree`, its bytes', 'bytes', 'treeBytes'),
        measure('`list_directory_with_sizes`, one answer', 'ms', 'list'),
        measure('`list_directory_with_sizes`, all entries', 'ms', 'listAll'),
        first('Peak memory of `search_files`', 'searchPeak'),
        first('Peak memory of `list_directory_with_sizes`', 'listPeak'),
      ],
    };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function findFloor(tree: string): Promise<Sample> {
  const found = await runCommand('find', [tree, '-name', '*.md']);
  expectCount('find', found.lines, TREE_MARKDOWN);
  const whole = await runCommand('find', [tree]);
  return { search: found.tookMs, tree: whole.tookMs };
}

async function listFloor(flat: string): Promise<Sample> {
  const { tookMs, lines } = await runCommand('ls', ['-l', flat]);
  expectCount('ls', lines, TREE_FILES + 1);
  return { list: tookMs, listAll: tookMs };
}

async function workOf(server: ServerProcess, tree: string, flat: string): Promise<Sample> {
  const search = await peakOf(server, () => server.call('search_files', { path: tree, pattern: '**/*.md' }));
  expectCount('search_files', linesOf(search.answer, /\.md$/), TREE_MARKDOWN);
  const whole = await server.call('directory_tree', { path: tree });
  const list = await peakOf(server, () => server.call('list_directory_with_sizes', { path: flat }));
  const complete = linesOf(list.answer, /^\[FILE\]/) === TREE_FILES;
  return {
    search: search.answer.tookMs,
    searchPeak: search.peak,
    tree: whole.tookMs,
    treeBytes: whole.bytes,
    list: list.answer.tookMs,
    listPeak: list.peak,
    ...(complete && { listAll: list.answer.tookMs }),
  };
}

async function peakOf(server: ServerProcess, call: () => Promise<Answer>) {
  const before = residentMb(server.pid);
  forgetPeak(server.pid);
  const answer = await call();
  return { answer, peak: peakMb(server.pid) - before };
}

const linesOf = (answer: Answer, pattern: RegExp) =>
  textOf(answer)
    .split('\n')
    .filter((line) => pattern.test(line)).length;

const Page = z.looseObject({ structuredContent: z.looseObject({ nextCursor: z.string().optional() }) });

async function allPages(server: ServerProcess, path: string): Promise<Sample> {
  let entries = 0;
  let cursor: string | undefined;
  const started = performance.now();
  do {
    const answer = await server.call('list_directory_with_sizes', {
      path,
      limit: 10_000,
      ...(cursor !== undefined && { cursor }),
    });
    entries += linesOf(answer, /^\[FILE\]/);
    cursor = Page.parse(answer.result).structuredContent.nextCursor;
  } while (cursor !== undefined);
  const listAll = performance.now() - started;
  expectCount('list_directory_with_sizes', entries, TREE_FILES);
  return { listAll };
}
