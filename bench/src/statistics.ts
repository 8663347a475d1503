/** The middle value, or the mean of the middle two. */
export function median(samples: readonly number[]): number {
  const sorted = ordered(samples);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('There is no median of nothing.');
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Where the median of what the samples were drawn from lies with a confidence of at least 95 %, whatever their
 * distribution: between two of them in order, by the sign test (W. J. Conover, Practical Nonparametric Statistics,
 * 3.2). Undefined below six samples, which cannot tell.
 */
export function medianInterval(samples: readonly number[]): Interval | undefined {
  const sorted = ordered(samples);
  const left = leftOut(sorted.length);
  const [low, high] = [sorted[left - 1], sorted[sorted.length - left]];
  return left === 0 || low === undefined || high === undefined ? undefined : { low, high };
}

/** Which of `count` ordered samples, counted from either end, is beyond the median in 2.5 % of all cases or fewer. */
function leftOut(count: number): number {
  let probability = 0.5 ** count;
  let sum = probability;
  let rank = 0;
  while (sum <= 0.025) {
    rank += 1;
    probability *= (count - rank + 1) / rank;
    sum += probability;
  }
  return rank;
}

/** The ratio of each sample to the one of the other that was taken in the same round. */
export const ratioOfRounds = (samples: readonly number[], others: readonly number[]): readonly number[] =>
  samples.flatMap((sample, round) => (others[round] === undefined ? [] : [sample / others[round]]));

const ordered = (samples: readonly number[]) => samples.toSorted((a, b) => a - b);
