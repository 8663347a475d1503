import type { SourceFile } from './source-file.ts';
import type { Workspace } from './workspace.ts';

/** What one rule found at one place. */
export interface Breach {
  readonly rule: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly line?: number | undefined;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** One finding of a rule, before its name is put to it. */
export interface Finding {
  readonly file: string;
  readonly line?: number | undefined;
  readonly message: string;
}

/** One rule: a name, and a look at the whole repository. */
export interface Rule {
  readonly name: string;
  readonly check: (workspace: Workspace) => readonly Finding[];
}

/** A rule that looks at each source file by itself. */
export function fileRule(name: string, check: (file: SourceFile) => readonly Omit<Finding, 'file'>[]): Rule {
  return {
    name,
    check: ({ files }) =>
      files.flatMap((file) => check(file).map((found) => ({ file: file.path, ...found }))),
  };
}
