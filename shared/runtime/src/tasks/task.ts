import type { CallToolResult } from '../engine/results.ts';
import { ERROR_META_KEY } from '../errors/render.ts';
import { createTaskQuestions, type TaskQuestions } from './questions.ts';
import type { TaskFailure, TaskStatus, TaskView } from './types.ts';

/** How often a client should look, milliseconds. */
const POLL_INTERVAL_MS = 1_000;
/** A message about the state is cut to this length, characters. */
const MAX_MESSAGE = 256;

type Outcome = { readonly result: CallToolResult } | { readonly error: TaskFailure };

/** One call that goes on after its request was answered. */
export interface Task {
  readonly id: string;
  readonly questions: TaskQuestions;
  view(): TaskView;
  /** Calls a listener at every change; answers how to stop. */
  onChange(listener: () => void): () => void;
  /** Says how far the work is; shown to the client. */
  say(message: string): void;
  end(outcome: Outcome): void;
  /** Asks the work to stop; what it ends with decides the final state. */
  cancel(): void;
}

/**
 * @param id nobody can guess it
 * @param ttlMs how long the client may rely on it, milliseconds from now
 * @param stop ends the work
 */
export function createTask(id: string, ttlMs: number, stop: () => void): Task {
  const createdAt = new Date().toISOString();
  let lastUpdatedAt = createdAt;
  let message: string | undefined;
  let outcome: Outcome | undefined;
  const listeners = new Set<() => void>();
  const touch = () => {
    lastUpdatedAt = new Date().toISOString();
    for (const listener of listeners) listener();
  };
  const questions = createTaskQuestions(touch);
  return {
    id,
    questions,
    view: () => ({
      taskId: id,
      ...stateOf(outcome, questions),
      ...(message !== undefined && { statusMessage: message }),
      createdAt,
      lastUpdatedAt,
      ttlMs,
      pollIntervalMs: POLL_INTERVAL_MS,
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    say(text) {
      message = text.slice(0, MAX_MESSAGE);
      touch();
    },
    end(ended) {
      questions.close();
      outcome = ended;
      touch();
    },
    cancel() {
      if (outcome) return;
      stop();
      questions.close();
    },
  };
}

function stateOf(
  outcome: Outcome | undefined,
  questions: TaskQuestions,
): { readonly status: TaskStatus } & Partial<TaskView> {
  if (outcome && 'error' in outcome) return { status: 'failed', error: outcome.error };
  if (outcome)
    return isCancelled(outcome.result) ? { status: 'cancelled' } : { status: 'completed', ...outcome };
  const inputRequests = questions.open();
  return Object.keys(inputRequests).length > 0
    ? { status: 'input_required', inputRequests }
    : { status: 'working' };
}

function isCancelled({ _meta }: CallToolResult): boolean {
  const error = _meta?.[ERROR_META_KEY];
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'cancelled';
}
