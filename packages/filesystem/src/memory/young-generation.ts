import { setFlagsFromString } from 'node:v8';

/** Entries of folders that a call looks at before it counts as one that holds much. */
export const MANY_ENTRIES = 4_096;

/** Milliseconds that it lasts: from one look at many entries to the next, and to the end of the answer. */
const KEPT_MS = 1_000;

let timer: NodeJS.Timeout | undefined;

/**
 * Keeps V8's young generation at its size for a while, and collects it when a quarter is used; said again, for a
 * while from then on. V8 doubles it, up to 64 MB, when as much as it holds outlives a collection, which one large
 * listing does: the process would stay larger for one call. Small calls that come often are quicker with a large
 * one, so it may grow otherwise.
 */
export function keepYoungGeneration(): void {
  if (timer !== undefined) {
    timer.refresh();
    return;
  }
  keep();
  timer = setTimeout(() => {
    timer = undefined;
    letGrow();
  }, KEPT_MS).unref();
}

/** Where it is kept, work that goes on keeps it for longer. */
export const keepYoungGenerationOn = (): void => void timer?.refresh();

/**
 * V8 reads the factor each time it would grow. The other number is how much of the generation is used, in percent,
 * when a collection between two turns of the event loop is due: what is not used before is never resident.
 */
function keep(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--minor-gc-task-trigger=25');
}

/** Back to V8's defaults. */
function letGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--minor-gc-task-trigger=80');
}
