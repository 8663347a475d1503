import { PAYLOAD_BYTES } from '@portolan/runtime';
import { type Collected, type Collector, grepFor, linesFrom, tailOf } from './collect.ts';
import { linesOf } from './lines.ts';
import { inStep, type Step } from './step-window.ts';

export interface LogQuestion {
  readonly step?: Step | undefined;
  readonly grep?: string | undefined;
  readonly context?: number | undefined;
  readonly offset?: number | undefined;
  readonly tailLines?: number | undefined;
  /** Whether lines begin with a time, as those of a job do. Default true. */
  readonly stamped?: boolean;
}

export interface LogAnswer extends Collected {
  /** Lines of the whole log; undefined where it was not read to its end. */
  readonly total?: number;
}

/** Lines of an answer that are asked for without a number. */
const LINES = 500;
const MOST_CONTEXT = 20;

/** Reads a log as it comes and keeps what is asked for, as far as an answer has room. */
export async function readLog(chunks: AsyncIterable<Uint8Array>, question: LogQuestion): Promise<LogAnswer> {
  const collector = collectorFor(question);
  const position = question.step && inStep(question.step);
  let total = 0;
  for await (const line of linesOf(chunks)) {
    const at = position?.(line) ?? 'in';
    if (at === 'after' || (at === 'in' && !collector.take(line))) return collector.done();
    total = line.number;
  }
  return { ...collector.done(), total };
}

function collectorFor({ grep, context = 2, offset, tailLines, stamped = true }: LogQuestion): Collector {
  // Escapes count twice in an answer, and numbers stand before lines that are found.
  const room = PAYLOAD_BYTES - 1_024;
  if (grep !== undefined) return grepFor(grep, Math.min(context, MOST_CONTEXT), offset ?? 1, room, stamped);
  if (offset !== undefined) return linesFrom(offset, tailLines ?? LINES, room, stamped);
  return tailOf(tailLines ?? LINES, room, stamped);
}
