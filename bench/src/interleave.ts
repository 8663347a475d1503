import type { Series } from './model.ts';

export type Sample = Readonly<Record<string, number>>;

/**
 * Runs the contenders in turn, A B A B …, so that a change of the machine's load meets all of them.
 *
 * @returns the series of each measured quantity, by its name
 */
export async function interleave(
  rounds: number,
  contenders: Readonly<Record<string, () => Promise<Sample>>>,
): Promise<(quantity: string) => readonly Series[]> {
  const taken = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [who, run] of Object.entries(contenders)) {
      taken.set(who, [...(taken.get(who) ?? []), await run()]);
    }
  }
  return (quantity) =>
    [...taken].flatMap(([who, samples]) => {
      const found = samples.flatMap((sample) => sample[quantity] ?? []);
      return found.length > 0 ? [{ who, samples: found }] : [];
    });
}
