import type { TaskQuestion } from './types.ts';

/** What a running task asks its client, and what the client answered. */
export interface TaskQuestions {
  /** Waits for the answer to a question; asked twice under one key it is one question. */
  ask(key: string, question: TaskQuestion): Promise<unknown>;
  /** What is not answered yet. */
  open(): Readonly<Record<string, TaskQuestion>>;
  /** Takes the answers to open questions and ignores all else. */
  answer(responses: Readonly<Record<string, unknown>>): void;
}

interface Asked {
  readonly question: TaskQuestion;
  readonly answered: PromiseWithResolvers<unknown>;
  isOpen: boolean;
}

/** @param changed called when a question opens or closes */
export function createTaskQuestions(changed: () => void): TaskQuestions {
  const asked = new Map<string, Asked>();
  return {
    ask(key, question) {
      const known = asked.get(key);
      if (known) return known.answered.promise;
      const entry: Asked = { question, answered: Promise.withResolvers<unknown>(), isOpen: true };
      asked.set(key, entry);
      changed();
      return entry.answered.promise;
    },
    open: () =>
      Object.fromEntries(
        [...asked].flatMap(([key, { question, isOpen }]) => (isOpen ? [[key, question] as const] : [])),
      ),
    answer(responses) {
      for (const [key, response] of Object.entries(responses)) {
        const entry = asked.get(key);
        if (!entry?.isOpen) continue;
        entry.isOpen = false;
        entry.answered.resolve(response);
        changed();
      }
    },
  };
}
