import type { Scope } from '../scope.ts';
import type { Selection } from '../selection.ts';
import type { CandidateSearch } from './candidates.ts';
import type { ContentOptions } from './content-types.ts';
import type { LineMatcher } from './line-matcher.ts';
import type { LinePattern } from './pattern.ts';
import type { Resume } from './resume.ts';

/** What one search is made of. */
export interface SearchParts {
  readonly scope: Scope;
  readonly options: ContentOptions;
  readonly pattern: LinePattern;
  readonly matcher: LineMatcher;
  readonly selection: Selection;
  readonly candidates: CandidateSearch | undefined;
  /** When to wait for the candidates, on the clock of `performance.now()`. */
  readonly waitFrom: number;
  readonly resume: Resume | undefined;
}
