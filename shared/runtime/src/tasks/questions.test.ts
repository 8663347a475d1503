import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTaskQuestions } from './questions.ts';

const changed = vi.fn();
beforeEach(() => {
  vi.useFakeTimers();
  changed.mockClear();
});
afterEach(() => vi.useRealTimers());

const question = { method: 'elicitation/create', params: { message: 'Sure?' } };

test('a question asked twice is open once, and its first answer is the one that counts', async () => {
  const { ask, open, answer } = createTaskQuestions(changed);
  const answers = Promise.all([ask('sure', question), ask('sure', question)]);
  expect(open()).toEqual({ sure: question });
  expect(changed).toHaveBeenCalledTimes(1);
  answer({ sure: 'yes', other: 'no' });
  answer({ sure: 'no' });
  expect(await answers).toEqual(['yes', 'yes']);
  expect(open()).toEqual({});
  // Nothing but its beginning and its answer is news.
  expect(changed).toHaveBeenCalledTimes(2);
  expect(await ask('sure', question)).toBe('yes');
});

test('a question is withdrawn with its call, and an answered one stays answered', async () => {
  const { ask, open, answer, close } = createTaskQuestions(changed);
  const [answered, unanswered] = [ask('first', question), ask('second', question)];
  answer({ first: 'yes' });
  close();
  close();
  expect(open()).toEqual({});
  expect(await answered).toBe('yes');
  await expect(unanswered).rejects.toMatchObject({ code: 'cancelled' });
  expect(changed).toHaveBeenCalledTimes(4);
});

test('a question that nobody answers in time is an error, and a later answer changes nothing', async () => {
  const { ask, open, answer } = createTaskQuestions(changed);
  const asked = ask('sure', question);
  vi.advanceTimersToNextTimer();
  answer({ sure: 'yes' });
  await expect(asked).rejects.toMatchObject({ code: 'timeout' });
  expect(open()).toEqual({});
  expect(changed).toHaveBeenCalledTimes(2);
});
