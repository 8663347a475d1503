import { closeSync, fstatSync } from 'node:fs';
import { osCode } from '../../access/os-error.ts';
import type { Scope } from '../scope.ts';
import type { OpenFolder } from '../walk/open-folder.ts';
import type { TimeSlices } from '../walk/time-slices.ts';
import { countUnreadable, type WalkEntry, type WalkReport } from '../walk/walk-tree.ts';
import type { LineMatcher } from './line-matcher.ts';
import { type FileMatches, type ScanLimits, scanBlocks } from './scan-text.ts';
import { blockBytes, readStart, readTextBlocks, surelyLacks } from './text-blocks.ts';

/** A file in the folder a walk is in. */
export interface FilePlace {
  readonly entry: WalkEntry;
  readonly path: string;
  readonly open: OpenFolder;
}

type Found = FileMatches | undefined;

/** Searches one file after the other through one buffer. */
export class FileSearch {
  readonly #scope: Scope;
  readonly #matcher: LineMatcher;
  readonly #slices: TimeSlices;
  readonly #report: WalkReport;
  readonly #required: Buffer;
  readonly #buffer = Buffer.allocUnsafeSlow(blockBytes);

  constructor(scope: Scope, matcher: LineMatcher, slices: TimeSlices, report: WalkReport) {
    this.#scope = scope;
    this.#matcher = matcher;
    this.#slices = slices;
    this.#report = report;
    this.#required = Buffer.from(matcher.required);
  }

  /** Most files are done within one slice; for the others a promise comes back. */
  search(place: FilePlace, limits: ScanLimits): Found | Promise<Found> {
    const fd = this.#openOrCount(place);
    if (fd === undefined) return undefined;
    let isPending = false;
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return undefined;
      const start = readStart(fd, stats.size, this.#buffer);
      if (surelyLacks(start, this.#required)) return undefined;
      const scan = scanBlocks(readTextBlocks(start), this.#matcher, limits, () => this.#slices.over);
      const step = scan.next();
      if (step.done === true) return this.#admit(step.value, place, fd);
      isPending = true;
      return this.#finish(scan, place, fd);
    } catch (error) {
      return this.#countFault(error, place);
    } finally {
      if (!isPending) closeSync(fd);
    }
  }

  async #finish(scan: Generator<void, FileMatches>, place: FilePlace, fd: number): Promise<Found> {
    try {
      for (;;) {
        await this.#slices.rest();
        const step = scan.next();
        if (step.done === true) return this.#admit(step.value, place, fd);
      }
    } catch (error) {
      return this.#countFault(error, place);
    } finally {
      closeSync(fd);
    }
  }

  /** Asked only about files with a match, because it is dear: nothing of another file is ever shown. */
  #admit(found: FileMatches, place: FilePlace, fd: number): Found {
    if (found.matches === 0 && !found.hasMore) return undefined;
    if (this.#scope.masks?.(place.path) === true) return undefined;
    if (!place.open.proves(fd, place.entry.rawName)) {
      countUnreadable(this.#report, place.path);
      return undefined;
    }
    const stats = fstatSync(fd);
    return stats.nlink > 1 && this.#scope.distrustsLinks?.(place.path, stats) === true ? undefined : found;
  }

  #openOrCount({ entry, path, open }: FilePlace): number | undefined {
    try {
      return open.openUnproved(entry.rawName);
    } catch (error) {
      if (osCode(error) === undefined) throw error;
      countUnreadable(this.#report, path);
      return undefined;
    }
  }

  /** A file that cannot be read to its end is counted; everything else ends the search. */
  #countFault(error: unknown, { path }: FilePlace): undefined {
    if (osCode(error) === undefined) throw error;
    countUnreadable(this.#report, path);
    return undefined;
  }
}
