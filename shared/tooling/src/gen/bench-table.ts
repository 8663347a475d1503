import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GeneratedFile, textOf } from './files.ts';
import { replaceSection, table } from './markdown.ts';

interface Chosen {
  /** A page of `bench/results`. */
  readonly page: string;
  /** The heading of its column there. */
  readonly peer: string;
  /** What it is. */
  readonly beside: string;
  /** Rows of that page, and what to call one that its page explains. */
  readonly measures: readonly (readonly [row: string, name?: string])[];
}

/** What a reader asks first of each server, whether it is better than the other's or worse. */
const chosen: readonly Chosen[] = [
  {
    page: 'filesystem',
    peer: 'official',
    beside: 'the official one',
    measures: [
      ['Spawn to `initialize`, wall (ms)'],
      ['`search_files` `**/*.md` (ms)', '`search_files` `**/*.md` in 50,000 files (ms)'],
      ['`read_text_file`, 1 in flight (calls/s)'],
      ['`write_file`, 1 in flight (calls/s)'],
    ],
  },
  {
    page: 'git',
    peer: 'cyanheads',
    beside: '`@cyanheads/git-mcp-server`',
    measures: [['`log` of 50 commits, 1 in flight (calls/s)'], ['`status`, 1 in flight (calls/s)']],
  },
  {
    page: 'postgres',
    peer: 'dbhub',
    beside: '`@bytebase/dbhub`',
    measures: [
      [
        'Answer (bytes)',
        'Answer to `SELECT *` from 100,000 rows (bytes); ours: the first 200, and how to go on',
      ],
      ['1 in flight (calls/s)', '`select 1`, 1 in flight (calls/s)'],
    ],
  },
  {
    page: 'github',
    peer: 'server-github',
    beside: 'the archived official one',
    measures: [['`list_commits`, 30 commits (bytes)'], ['Spawn to first tool call, wall (ms)']],
  },
  {
    page: 'slack',
    peer: 'server-slack',
    beside: 'the archived official one',
    measures: [['100 public channels (bytes)'], ['Spawn to first tool call, wall (ms)']],
  },
];

/**
 * The README with the figures of the last runs of the benchmarks.
 *
 * @throws Error for a row or column that a page of results does not have
 */
export async function readmeFigures(root: string): Promise<GeneratedFile> {
  const rows = await Promise.all(chosen.map((one) => rowsOf(root, one)));
  const text = (await textOf(join(root, 'README.md'))) ?? '';
  const content = table(['Server', 'Beside', 'Measure', 'Theirs', 'Ours'], rows.flat());
  return { path: 'README.md', text: replaceSection(text, 'figures', content) };
}

async function rowsOf(root: string, { page, peer, beside, measures }: Chosen): Promise<string[][]> {
  const path = `bench/results/${page}.md`;
  const lines = (await readFile(join(root, path), 'utf8')).split('\n');
  return measures.map(([row, name = row], index) => {
    const at = lines.findIndex((line) => line.startsWith(`| ${row} |`));
    const head = lines.slice(0, Math.max(at, 0)).findLast((line) => line.startsWith('| Measure |'));
    if (at === -1 || head === undefined) throw new Error(`${path} has no row "${row}".`);
    const medianOf = (who: string) => {
      const cell = cellsOf(lines[at] ?? '')[cellsOf(head).indexOf(who)];
      if (cell === undefined) throw new Error(`${path} has no column "${who}" at "${row}".`);
      return cell.replace(/ \(.*$/, '');
    };
    return [
      ...(index === 0 ? [`[${page}](${path})`, beside] : ['', '']),
      name,
      medianOf(peer),
      medianOf('portolan'),
    ];
  });
}

const cellsOf = (line: string): readonly string[] => line.split('|').map((cell) => cell.trim());
