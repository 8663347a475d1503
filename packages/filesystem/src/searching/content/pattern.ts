/** Inclusive range of code points. */
export type Range = readonly [from: number, to: number];

/** What a character may be: ranges, and Unicode properties by the names RE2 gives them (`L`, `Lu`, `Greek`). */
export interface CharacterSet {
  readonly kind: 'set';
  readonly negated: boolean;
  readonly ranges: readonly Range[];
  readonly properties: readonly { readonly name: string; readonly negated: boolean }[];
}

/** A pattern for one line. Only what finite automata can decide: no look-around, no back-references. */
export type Pattern =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | CharacterSet
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'boundary' | 'noBoundary' }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly item: Pattern;
      readonly min: number;
      /** `Infinity` where there is no end. */
      readonly max: number;
      readonly lazy: boolean;
    };

/** A parsed pattern, and whether case counts. */
export interface LinePattern {
  readonly pattern: Pattern;
  readonly ignoreCase: boolean;
}
