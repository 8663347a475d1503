import { USER_TIME_MS } from '../engine/request.ts';
import { ToolError } from '../errors/tool-error.ts';
import type { TaskQuestion } from './types.ts';

/** What a running task asks its client, and what the client answered. */
export interface TaskQuestions {
  /**
   * Waits for the answer to a question; asked twice under one key it is one question.
   *
   * @throws ToolError `timeout` when nobody answers, `cancelled` when the task ends before
   */
  ask(key: string, question: TaskQuestion): Promise<unknown>;
  /** What is not answered yet. */
  open(): Readonly<Record<string, TaskQuestion>>;
  /** Takes the answers to open questions and ignores all else. */
  answer(responses: Readonly<Record<string, unknown>>): void;
  /** Withdraws what is open: nobody waits for it any more. */
  close(): void;
}

interface Asked {
  readonly question: TaskQuestion;
  readonly answered: PromiseWithResolvers<unknown>;
  readonly timer: NodeJS.Timeout;
  isOpen: boolean;
}

/** @param changed called when a question opens or closes */
export function createTaskQuestions(changed: () => void): TaskQuestions {
  const asked = new Map<string, Asked>();
  const settle = (entry: Asked | undefined, how: (answered: Asked['answered']) => void) => {
    if (!entry?.isOpen) return;
    entry.isOpen = false;
    clearTimeout(entry.timer);
    how(entry.answered);
    changed();
  };
  return {
    ask(key, question) {
      const known = asked.get(key);
      if (known) return known.answered.promise;
      const answered = Promise.withResolvers<unknown>();
      // A call that is over awaits its questions no longer.
      answered.promise.catch(() => {});
      const giveUp = () => settle(asked.get(key), ({ reject }) => reject(unanswered()));
      const timer = setTimeout(giveUp, USER_TIME_MS).unref();
      asked.set(key, { question, answered, timer, isOpen: true });
      changed();
      return answered.promise;
    },
    open: () =>
      Object.fromEntries(
        [...asked].flatMap(([key, { question, isOpen }]) => (isOpen ? [[key, question] as const] : [])),
      ),
    answer(responses) {
      for (const [key, response] of Object.entries(responses)) {
        settle(asked.get(key), ({ resolve }) => resolve(response));
      }
    },
    close() {
      for (const entry of asked.values()) settle(entry, ({ reject }) => reject(withdrawn()));
    },
  };
}

const unanswered = () =>
  new ToolError('timeout', `The user did not answer within ${USER_TIME_MS / 1_000} s.`, {
    next: 'Call again when the user is there to answer.',
  });

const withdrawn = () => new ToolError('cancelled', 'The call ended before its user answered.');
