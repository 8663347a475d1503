import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/**
 * Counts work in a unit that no machine's speed changes: how often blocks of JavaScript were entered, of
 * ours and of libraries. What V8 does inside of one call, as in `indexOf`, is not seen. Only code that runs
 * for the first time after this file was loaded is counted block by block, so import this first.
 */
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

async function takeCount(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  let steps = 0;
  for (const { functions } of result)
    for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  return steps;
}

/** The steps of some work. */
export async function stepsOf(work: () => unknown): Promise<number> {
  await takeCount();
  await work();
  return await takeCount();
}

/** How often others had their turn of the event loop while something was waited for. */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  try {
    await work;
    return turns;
  } finally {
    clearImmediate(next);
  }
}

/**
 * The bytes that this process and its threads took from files while something was done, as Linux counts them:
 * what holds no more than it reads, and reads little, needs little memory.
 */
export async function bytesReadDuring(work: () => unknown): Promise<number> {
  const before = bytesRead();
  await work();
  return bytesRead() - before;
}

const bytesRead = () => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
