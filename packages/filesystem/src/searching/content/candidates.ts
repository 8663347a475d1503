import { availableParallelism } from 'node:os';
import { CandidateFiles, type ChosenFile } from './candidate-files.ts';
import { LongSearches } from './long-searches.ts';
import type { LinePattern } from './pattern.ts';
import { findRipgrep, runRipgrep } from './ripgrep.ts';
import { forRipgrep } from './write-pattern.ts';

/** Which files are searched; globs as in `ContentOptions`. */
export interface CandidateOptions {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly gitignore?: boolean | undefined;
}

/** A pattern that means the same to ripgrep: a name, stars, no slash, no other magic. */
const plainGlob = /^[\w.*-]+$/;
const isPlain = (glob: string): boolean => plainGlob.test(glob);

/** Ripgrep takes less for a few thousand files: for those the search by itself is as fast. */
const longMs = 20;
const longSearches = new LongSearches(longMs);

/**
 * More files than this are no choice. It holds less than all of them would, and loses nothing: an answer has at
 * most a thousand matches, so a search of all files, in their order, is over after an eighth of them.
 */
const maxFiles = 8_192;

/** Two more than ripgrep takes by itself: they wait for each other at times, and share the processors with us. */
const threads = Math.min(availableParallelism(), 12) + 2;

/** A choice of files that can be made when a search turns out to be a long one. */
export interface CandidateSearch extends AsyncDisposable {
  /** The choice once it is made. */
  readonly found: CandidateFiles | undefined;
  /** Whether the choice took long in this folder before, so that it is better made at once. */
  readonly isWorthwhile: boolean;
  /** Whether the choice may still come. */
  readonly isPending: boolean;
  /** Whether every file that is told passes the globs of the search. */
  readonly knowsGlobs: boolean;
  /** Whether so many files with a match were told that a search of all ends soon; no choice is made then. */
  readonly isPlenty: boolean;
  /** Has files told as they are chosen. There may be no choice in the end, and then they mean nothing. */
  hear(early: (files: readonly ChosenFile[]) => void): void;
  /** Has it made without waiting for it. */
  begin(): void;
  /** Makes the choice; ends when it is made, or will never be. */
  choose(): Promise<void>;
  /** Ends it where the files turn out to be too many to be worth choosing: none will be made. */
  giveUp(): void;
}

/**
 * Lets ripgrep choose files. It never decides: it is asked for a little too much (no binary detection, no
 * hidden files left out, a wider pattern), and each file is then opened, checked and searched by us. So
 * the answer is the same with it, without it, and when its choice comes in the middle; and what it may
 * have read behind a swapped folder is never shown. Where it is not installed, or could not do all of its
 * work, no choice is made. Disposing stops it.
 */
export function candidatesOf(real: string, pattern: LinePattern, options: CandidateOptions): CandidateSearch {
  const parameters = ripgrepParameters(pattern, options);
  // No program can be given a NUL.
  const program = parameters.some((one) => one.includes('\0')) ? undefined : findRipgrep();
  const stop = new AbortController();
  let found: CandidateFiles | undefined;
  let isPending = program !== undefined;
  let isPlenty = false;
  let hear: ((files: readonly ChosenFile[]) => void) | undefined;
  let choosing: Promise<void> | undefined;
  const knowsGlobs = [...(options.include ?? []), ...(options.exclude ?? [])].every(isPlain);
  const giveUp = (): void => {
    isPlenty = knowsGlobs;
    stop.abort();
  };
  const choose = async (): Promise<void> => {
    if (program === undefined) return;
    const started = performance.now();
    const files = new CandidateFiles();
    let count = 0;
    const take = (part: Buffer): void => {
      const added = files.add(part);
      count += added.length;
      if (count > maxFiles) giveUp();
      else hear?.(added);
    };
    if (await runRipgrep(program, real, parameters, stop.signal, take)) {
      found = files;
      longSearches.note(real, performance.now() - started);
    }
    isPending = false;
  };
  return {
    get found() {
      return found;
    },
    isWorthwhile: program !== undefined && longSearches.has(real),
    get isPending() {
      return isPending;
    },
    get isPlenty() {
      return isPlenty;
    },
    knowsGlobs,
    hear(early) {
      hear = early;
    },
    begin() {
      choosing ??= choose();
      // Whoever waits for the choice, or ends the search, meets its error; until then nobody does.
      choosing.catch(() => undefined);
    },
    choose: () => (choosing ??= choose()),
    giveUp,
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
    `--threads=${threads}`,
    ...(gitignore === true ? ignoring : ['--no-ignore']),
    ignoreCase ? '--ignore-case' : '--case-sensitive',
    ...(include?.every(isPlain) === true ? include.map((glob) => `--glob=${glob}`) : []),
    ...(exclude ?? []).filter(isPlain).map((glob) => `--glob=!${glob}`),
    ...(isLiteral ? ['--fixed-strings', `--regexp=${pattern.text}`] : [`--regexp=${forRipgrep(pattern)}`]),
    '--',
    './',
  ];
}
