import { closeSync, fstatSync } from 'node:fs';
import { osCode } from '../../access/os-code.ts';
import type { FileIdentity } from '../scope.ts';
import { endsShort } from '../walk/short-reads.ts';
import type { TimeSlices } from '../walk/time-slices.ts';
import { openUnproved, provesPlace, type RawName } from '../walk/unproved-file.ts';
import type { LineMatcher } from './line-matcher.ts';
import { type FileMatches, type ScanLimits, scanBlocks } from './scan-text.ts';
import { blockBytes, readStart, readTextBlocks, surelyLacks } from './text-blocks.ts';

/** A regular file with a match, surely of the folder it was opened in. */
export interface FoundInFile {
  readonly kind: 'found';
  readonly matches: FileMatches;
  /** The file, where it has other names too, which may lie somewhere else. */
  readonly linked: FileIdentity | undefined;
}

/** What became of one file; nothing where it has no match. `moved` is a file that is not where its path says. */
export type ScanOutcome =
  | FoundInFile
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'moved' }
  | undefined;

/** Decides when a scan pauses. */
export type Pauses = Pick<TimeSlices, 'over' | 'rest'>;

/**
 * Searches one file after the other through one buffer. Knows no rules: who shows what it finds applies them.
 * A file is opened by its path and read at once; only one with a match, or larger than the buffer, is looked
 * at any further, because most have neither. Nothing of a file that is not regular, or lies elsewhere, comes out.
 */
export class FileScan {
  readonly #matcher: LineMatcher;
  readonly #pauses: Pauses;
  readonly #required: Buffer;
  #known: { readonly folder: string; readonly endsShort: boolean } | undefined;
  readonly #buffer = Buffer.allocUnsafeSlow(blockBytes);

  constructor(matcher: LineMatcher, pauses: Pauses) {
    this.#matcher = matcher;
    this.#pauses = pauses;
    this.#required = Buffer.from(matcher.required);
  }

  /**
   * Most files are done within one slice; for the others a promise comes back.
   *
   * @param folder the real path of the folder the file lies in
   */
  scan(folder: string, name: RawName, limits: ScanLimits): ScanOutcome | Promise<ScanOutcome> {
    return this.#scan(folder, name, limits, (steps, fd) => this.#finish(steps, fd, folder, name));
  }

  /** The same for a file that is done within one slice; `later` for the others. */
  tryScan(folder: string, name: RawName, limits: ScanLimits): ScanOutcome | 'later' {
    return this.#scan(folder, name, limits, (_steps, fd) => {
      closeSync(fd);
      return 'later';
    });
  }

  /** @param goOn what to do with a file that is not done, whose descriptor it closes */
  #scan<Later>(
    folder: string,
    name: RawName,
    limits: ScanLimits,
    goOn: (steps: Generator<void, FileMatches>, fd: number) => Later,
  ): ScanOutcome | Later {
    let fd: number | undefined;
    let isPending = false;
    try {
      fd = openUnproved(folder, name);
      const start = readStart(fd, this.#buffer, this.#endsShort(folder));
      if (!start.isWhole && !fstatSync(fd).isFile()) return undefined;
      if (surelyLacks(start, this.#required)) return undefined;
      const steps = scanBlocks(readTextBlocks(start), this.#matcher, limits, () => this.#pauses.over);
      const step = steps.next();
      if (step.done === true) return prove(step.value, fd, folder, name);
      isPending = true;
      return goOn(steps, fd);
    } catch (error) {
      return unreadable(error);
    } finally {
      if (fd !== undefined && !isPending) closeSync(fd);
    }
  }

  #endsShort(folder: string): boolean {
    if (this.#known?.folder !== folder) this.#known = { folder, endsShort: endsShort(folder) };
    return this.#known.endsShort;
  }

  async #finish(
    steps: Generator<void, FileMatches>,
    fd: number,
    folder: string,
    name: RawName,
  ): Promise<ScanOutcome> {
    try {
      for (;;) {
        await this.#pauses.rest();
        const step = steps.next();
        if (step.done === true) return prove(step.value, fd, folder, name);
      }
    } catch (error) {
      return unreadable(error);
    } finally {
      closeSync(fd);
    }
  }
}

/** Asked only about files with a match, because it is dear. */
function prove(matches: FileMatches, fd: number, folder: string, name: RawName): ScanOutcome {
  if (matches.matches === 0 && !matches.hasMore) return undefined;
  const stats = fstatSync(fd);
  if (!stats.isFile()) return undefined;
  if (!provesPlace(fd, folder, name)) return { kind: 'moved' };
  return { kind: 'found', matches, linked: stats.nlink > 1 ? { dev: stats.dev, ino: stats.ino } : undefined };
}

/** A file that cannot be read to its end is counted; everything else ends the search. */
function unreadable(error: unknown): ScanOutcome {
  if (osCode(error) === undefined) throw error;
  return { kind: 'unreadable' };
}
