import { named } from '../walk/read-entries.ts';
import type { LinePattern } from './pattern.ts';
import { findRipgrep, runRipgrep } from './ripgrep.ts';
import { forRipgrep } from './write-pattern.ts';

/** Files that may hold a match, and the folders that lead to them, by path relative to the start. */
export interface Candidates {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export interface CandidateOptions {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly gitignore?: boolean | undefined;
}

/** A pattern that means the same to ripgrep: a name, stars, no slash, no other magic. */
const plainGlob = /^[\w.*-]+$/;

/** A choice of files that can be made when a search turns out to be a long one. */
export interface CandidateSearch extends AsyncDisposable {
  /** The choice once it is made. */
  readonly found: Candidates | undefined;
  /** Whether the choice may still come. */
  readonly isPending: boolean;
  /** Makes the choice; ends when it is made, or will never be. */
  choose(): Promise<void>;
}

/**
 * Lets ripgrep choose files. It never decides: it is asked for a little too much (no binary detection, no
 * hidden files left out, a wider pattern), and each file is then opened, checked and searched by us. So
 * the answer is the same with it, without it, and when its choice comes in the middle; and what it may
 * have read behind a swapped folder is never shown. Where it is not installed, or could not do all of its
 * work, no choice is made. Disposing stops it.
 */
export function candidatesOf(real: string, pattern: LinePattern, options: CandidateOptions): CandidateSearch {
  const program = findRipgrep();
  const stop = new AbortController();
  let found: Candidates | undefined;
  let isPending = program !== undefined;
  let choosing: Promise<void> | undefined;
  const choose = async (): Promise<void> => {
    if (program === undefined) return;
    const output = await runRipgrep(program, real, ripgrepParameters(pattern, options), stop.signal);
    if (output !== undefined) found = readCandidates(output);
    isPending = false;
  };
  return {
    get found() {
      return found;
    },
    get isPending() {
      return isPending;
    },
    choose: () => (choosing ??= choose()),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await choosing;
    },
  };
}

function ripgrepParameters({ pattern, ignoreCase }: LinePattern, options: CandidateOptions): string[] {
  const isLiteral = pattern.kind === 'text';
  const { include, exclude, gitignore } = options;
  const ignoring = [
    '--no-ignore-parent',
    '--no-ignore-global',
    '--no-ignore-exclude',
    '--no-ignore-dot',
    '--no-require-git',
  ];
  return [
    '--no-config',
    '--files-with-matches',
    '--null',
    '--no-messages',
    '--no-follow',
    '--hidden',
    '--text',
    '--color=never',
    ...(gitignore === true ? ignoring : ['--no-ignore']),
    ignoreCase ? '--ignore-case' : '--case-sensitive',
    ...(include?.every((glob) => plainGlob.test(glob)) === true
      ? include.map((glob) => `--glob=${glob}`)
      : []),
    ...(exclude ?? []).filter((glob) => plainGlob.test(glob)).map((glob) => `--glob=!${glob}`),
    ...(isLiteral ? ['--fixed-strings', `--regexp=${pattern.text}`] : [`--regexp=${forRipgrep(pattern)}`]),
    '--',
    './',
  ];
}

function readCandidates(output: Buffer): Candidates {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of splitPaths(output)) {
    files.add(path);
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return { files, folders };
}

/** Names that are not UTF-8 get the form the walk gives them. */
function splitPaths(output: Buffer): string[] {
  const text = output.toString('utf8');
  const paths = text.includes('\uFFFD') ? splitBytes(output) : text.split('\0');
  return paths.filter((path) => path !== '').map((path) => (path.startsWith('./') ? path.slice(2) : path));
}

function splitBytes(output: Buffer): string[] {
  const bytes = output.toString('latin1');
  return bytes.split('\0').map((path) =>
    path
      .split('/')
      .map((name) => named(Buffer.from(name, 'latin1')).name)
      .join('/'),
  );
}
