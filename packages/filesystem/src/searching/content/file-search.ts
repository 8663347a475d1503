import type { Scope } from '../scope.ts';
import { countUnreadable, type WalkReport } from '../walk/walk-report.ts';
import type { FilePlace } from './file-place.ts';
import type { FileScan, ScanOutcome } from './file-scan.ts';
import type { FileMatches, ScanLimits } from './scan-text.ts';

type Found = FileMatches | undefined;

/** Searches files under the rules of a scope. What may not be read is counted. */
export class FileSearch {
  readonly #scope: Scope;
  readonly #files: FileScan;
  readonly #report: WalkReport;

  constructor(scope: Scope, files: FileScan, report: WalkReport) {
    this.#scope = scope;
    this.#files = files;
    this.#report = report;
  }

  /** Most files are done within one slice; for the others a promise comes back. */
  search(place: FilePlace, limits: ScanLimits): Found | Promise<Found> {
    const outcome = this.#files.scan(place.folder, place.entry.rawName, limits);
    return outcome instanceof Promise
      ? outcome.then((later) => this.admit(later, place))
      : this.admit(outcome, place);
  }

  /** What may be shown of an outcome. The rules are asked only about files with a match, because it is dear. */
  admit(outcome: ScanOutcome, { path }: FilePlace): Found {
    if (outcome === undefined) return undefined;
    if (outcome.kind === 'unreadable') countUnreadable(this.#report, path);
    if (outcome.kind === 'unreadable' || this.#scope.masks?.(path) === true) return undefined;
    if (outcome.kind === 'moved') {
      countUnreadable(this.#report, path);
      return undefined;
    }
    const { linked, matches } = outcome;
    return linked && this.#scope.distrustsLinks?.(path, linked) === true ? undefined : matches;
  }
}
