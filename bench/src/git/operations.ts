import type { Goal } from '../model.ts';
import { BLAMED, BLAMED_LINES, MODIFIED, NEEDLE, NEEDLES, READ, UNTRACKED } from './fixture.ts';

type Structured = Readonly<Record<string, unknown>>;

interface ToolCall {
  readonly name: string;
  readonly args: (repository: string) => Structured;
  /** How much of what was asked for is in the answer. */
  readonly count: (answer: Structured) => number;
}

/** One thing that is asked of git and of the servers alike. */
export interface Operation {
  readonly key: string;
  readonly title: string;
  /** What every answer holds: files, commits, lines. */
  readonly found: number;
  readonly git: { readonly args: readonly string[]; readonly lines: number };
  readonly cyanheads?: ToolCall;
  readonly portolan: ToolCall;
  readonly goals?: readonly Goal[];
}

const LOGGED = 50;
/** Commits whose message holds "change 19": itself, 190 to 199, 1900 to 1999. */
const MESSAGES = 50;

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
const filesIn = (patch: unknown) =>
  typeof patch === 'string' ? [...patch.matchAll(/^diff --git /gm)].length : 0;
const atLeast = (to: string, ratio: number): Goal => ({ of: 'portolan', to, atLeast: ratio });

export const operations: readonly Operation[] = [
  {
    key: 'status',
    title: '`status`',
    found: MODIFIED + UNTRACKED,
    git: {
      args: ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--untracked-files=all'],
      lines: MODIFIED + UNTRACKED + 2,
    },
    cyanheads: {
      name: 'git_status',
      args: (path) => ({ path }),
      count: ({ unstagedChanges, untrackedFiles }) =>
        lengthOf(modifiedOf(unstagedChanges)) + lengthOf(untrackedFiles),
    },
    portolan: { name: 'status', args: () => ({}), count: ({ entries }) => lengthOf(entries) },
    // A call may take 1.3 times as long as the program.
    goals: [atLeast('cyanheads', 3), atLeast('git', 1 / 1.3)],
  },
  {
    key: 'log',
    title: `\`log\` of ${LOGGED} commits`,
    found: LOGGED,
    git: { args: ['log', `--max-count=${LOGGED}`, '--format=%H %an %aI %s'], lines: LOGGED },
    cyanheads: {
      name: 'git_log',
      args: (path) => ({ path, maxCount: LOGGED }),
      count: ({ commits }) => lengthOf(commits),
    },
    portolan: { name: 'log', args: () => ({ max_count: LOGGED }), count: ({ commits }) => lengthOf(commits) },
    goals: [atLeast('cyanheads', 4)],
  },
  {
    key: 'diff',
    title: '`diff` of the work tree',
    found: MODIFIED,
    git: { args: ['diff', '--no-ext-diff', '--no-textconv'], lines: MODIFIED * 9 },
    cyanheads: { name: 'git_diff', args: (path) => ({ path }), count: ({ diff }) => filesIn(diff) },
    portolan: { name: 'diff', args: () => ({}), count: ({ patch }) => filesIn(patch) },
  },
  {
    key: 'blame',
    title: '`blame` of a file',
    found: BLAMED_LINES,
    git: { args: ['blame', BLAMED], lines: BLAMED_LINES },
    cyanheads: {
      name: 'git_blame',
      args: (path) => ({ path, filePath: BLAMED }),
      count: ({ lines }) => lengthOf(lines),
    },
    portolan: {
      name: 'blame',
      args: () => ({ path: BLAMED }),
      count: ({ ranges }) => (Array.isArray(ranges) ? ranges.flatMap(({ lines }) => lines).length : 0),
    },
  },
  {
    key: 'messages',
    title: '`search` in messages',
    found: MESSAGES,
    git: {
      args: ['log', '--fixed-strings', '--grep=change 19', `--max-count=${MESSAGES}`, '--format=%H'],
      lines: MESSAGES,
    },
    cyanheads: {
      name: 'git_log',
      args: (path) => ({ path, grep: 'change 19', maxCount: MESSAGES }),
      count: ({ commits }) => lengthOf(commits),
    },
    portolan: {
      name: 'log',
      args: () => ({ message: 'change 19', max_count: MESSAGES }),
      count: ({ commits }) => lengthOf(commits),
    },
  },
  {
    key: 'search',
    title: '`search` in files',
    found: NEEDLES,
    git: { args: ['grep', '-n', '--fixed-strings', '-e', NEEDLE, 'HEAD'], lines: NEEDLES },
    portolan: {
      name: 'search',
      args: () => ({ pattern: NEEDLE }),
      count: ({ matches }) => lengthOf(matches),
    },
  },
  {
    key: 'read',
    title: '`read_file` at a revision',
    found: 61,
    git: { args: ['show', `HEAD:${READ}`], lines: 61 },
    portolan: {
      name: 'read_file',
      args: () => ({ path: READ }),
      count: ({ content }) => (typeof content === 'string' ? content.split('\n').length - 1 : 0),
    },
  },
];

const modifiedOf = (changes: unknown): unknown =>
  typeof changes === 'object' && changes !== null && 'modified' in changes ? changes.modified : undefined;
