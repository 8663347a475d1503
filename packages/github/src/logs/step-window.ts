import type { LogLine } from './lines.ts';
import { lineText, writtenAt } from './log-text.ts';

/** One step of a job as GitHub reports it; times to the second. */
export interface Step {
  readonly name: string;
  readonly number: number;
  readonly conclusion?: string | null | undefined;
  readonly started_at?: string | null | undefined;
  readonly completed_at?: string | null | undefined;
}

/** The first step that failed. */
export const failedStep = (steps: readonly Step[]): Step | undefined =>
  steps.find(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out');

/** Decides line by line, in order, whether a line belongs to the step. */
export type InStep = (line: LogLine) => 'before' | 'in' | 'after';

/**
 * A log does not say where a step begins, so its times decide. They are to the second: within the first second
 * the step begins at its own "Run" group, and within the last it ends where the next one begins.
 */
export function inStep(step: Step): InStep | undefined {
  if (!step.started_at || !step.completed_at) return undefined;
  const from = Date.parse(step.started_at);
  const until = Date.parse(step.completed_at) + 1_000;
  if (Number.isNaN(from) || Number.isNaN(until)) return undefined;
  let state: ReturnType<InStep> = 'before';
  let failed = false;
  return (line) => {
    const at = writtenAt(line);
    if (at === undefined || state === 'after') return state;
    const text = lineText(line, 200);
    if (state === 'before' && at >= from && (at >= from + 1_000 || text.startsWith('##[group]')))
      state = 'in';
    const nextBegins = failed && (text.startsWith('##[group]') || text.startsWith('Post job cleanup'));
    if (state === 'in' && (at >= until || (at >= until - 1_000 && nextBegins))) state = 'after';
    if (state === 'in' && text.startsWith('##[error]')) failed = true;
    return state;
  };
}
