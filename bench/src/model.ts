/** What was measured of one contender. */
export interface Series {
  readonly who: string;
  readonly samples: readonly number[];
  /** The samples are where patience ended, not where the work did. */
  readonly gaveUp?: boolean;
}

/** A demand on the ratio of medians. */
export interface Goal {
  readonly of: string;
  readonly to: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** No more than the other, as far as the rounds can tell: the interval of their ratios reaches down to 1. */
  readonly equal?: true;
}

/** A demand on the median itself, in the unit of the measure. */
export interface Limit {
  readonly of: string;
  readonly atMost: number;
}

export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly series: readonly Series[];
  readonly goals?: readonly Goal[];
  readonly limits?: readonly Limit[];
}

export interface Section {
  readonly title: string;
  /** How it was measured and what to know when reading it. */
  readonly method: string;
  readonly measures: readonly Measure[];
}

export interface Plan {
  /** Fewer rounds; for a look, not for the record. */
  readonly quick: boolean;
  /** A folder of this run alone. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** What goes into one file of results. */
export interface Suite {
  readonly title: string;
  /** Of what takes part, by name. */
  readonly versions: () => Readonly<Record<string, string>>;
  readonly sections: Readonly<Record<string, (plan: Plan) => Promise<Section>>>;
}
