import { type Finding, type FindingKind, findingKinds, type VerifyReport } from './finding.ts';

const mostFindings = 1000;

/** Where in the log something was found. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Collects findings; keeps the first thousand and counts the rest. */
export class Findings {
  readonly #all: Finding[] = [];
  #omitted = 0;
  readonly #seen = new Set<string>();

  get verdict(): VerifyReport['verdict'] {
    if (this.#seen.has('tampering')) return 'tampered';
    if (this.#seen.has('unproven')) return 'unproven';
    return this.#seen.has('being_written') ? 'being_written' : 'ok';
  }

  get omitted(): number {
    return this.#omitted;
  }

  add(kind: FindingKind, { file, line }: Place, detail: string): Finding {
    const finding = { kind, severity: findingKinds[kind], file, line, detail };
    this.#seen.add(finding.severity).add(kind);
    if (this.#all.length < mostFindings) this.#all.push(finding);
    else this.#omitted++;
    return finding;
  }

  /** Replaces a finding that a later line shows in another light. */
  replace(old: Finding, kind: FindingKind, detail: string): void {
    const at = this.#all.indexOf(old);
    if (at >= 0) this.#all[at] = { ...old, kind, severity: findingKinds[kind], detail };
  }

  list(order: readonly string[]): readonly Finding[] {
    return this.#all.toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line);
  }
}
