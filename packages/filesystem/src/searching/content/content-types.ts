import type { ShownLine } from './shown-line.ts';

/** What is looked for, where, and how much of it is answered. */
export interface ContentOptions {
  /** Text to find, or a regular expression in RE2 syntax. Matched line by line. */
  readonly pattern: string;
  readonly regex?: boolean | undefined;
  readonly ignoreCase?: boolean | undefined;
  /** Globs on the name, or on the relative path where they hold a slash. A file needs to match one of them. */
  readonly include?: readonly string[] | undefined;
  /** Globs of the same form; files and folders that match are left out. */
  readonly exclude?: readonly string[] | undefined;
  readonly gitignore?: boolean | undefined;
  /** Lines shown before and after each match. */
  readonly context?: number | undefined;
  readonly maxMatchesPerFile: number;
  /** Matching lines of the whole answer. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** UTF-16 units of a line that are shown, around the match. */
  readonly maxLineLength?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxEntries?: number | undefined;
  /**
   * Milliseconds the search goes on by itself before it has ripgrep choose the files, where that is installed;
   * `Infinity` does without it. The answer is the same. Default 4: most searches end before.
   */
  readonly ripgrepAfterMs?: number | undefined;
  /**
   * Milliseconds the search goes on by itself before it has other threads help; 0 has them from the first file
   * on, `Infinity` does without. The answer is the same. Default 8.
   */
  readonly workersAfterMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The matching lines of one file, with those around them. */
export interface ContentFile {
  readonly path: string;
  readonly matches: number;
  readonly lines: readonly ShownLine[];
  /** Whether the file holds more matching lines than the limits let through. */
  readonly truncated: boolean;
}

/** One page of matches, in the order of the walk. */
export interface ContentResult {
  readonly files: readonly ContentFile[];
  readonly matches: number;
  readonly unreadable: number;
  readonly unreadablePaths: readonly string[];
  readonly truncated: boolean;
  readonly truncatedBy: readonly string[];
  readonly nextCursor?: string;
}
