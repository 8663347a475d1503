import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../definition/context.ts';
import { createTaskRegistry, type TaskRegistry } from './registry.ts';

const caller = (id: string, kind: Caller['kind'] = 'token'): Caller => ({ id, kind, roles: [], scopes: [] });
/** How long tasks are kept here: longer than a question waits. */
const KEPT_MS = 3_600_000;
const ann = caller('ann');

let registry: TaskRegistry;
beforeEach(() => {
  vi.useFakeTimers();
  registry = createTaskRegistry();
});
afterEach(() => {
  registry.close();
  vi.useRealTimers();
});

const add = (who: Caller, stop = () => {}) => {
  const task = registry.add(who, KEPT_MS, stop);
  if (!task) throw new Error('no room');
  return task;
};

test('a task is found by its caller alone', () => {
  const { id } = add(ann);
  expect(registry.find(ann, id)?.id).toBe(id);
  expect(registry.find(caller('bob'), id)).toBeUndefined();
  expect(registry.find(caller('ann', 'api_key'), id)).toBeUndefined();
  expect(registry.find(ann, 'made-up')).toBeUndefined();
});

test('a task is kept for its whole time and not longer, and its work ends with it', () => {
  const stop = vi.fn();
  const { id } = add(ann, stop);
  vi.advanceTimersByTime(KEPT_MS - 1);
  expect(registry.find(ann, id)).toBeDefined();
  expect(stop).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(registry.find(ann, id)).toBeUndefined();
  expect(stop).toHaveBeenCalledOnce();
});

test('one caller cannot take the room of all', () => {
  for (let count = 0; count < 64; count++) add(ann);
  expect(registry.add(ann, 60_000, () => {})).toBeUndefined();
  expect(registry.add(caller('bob'), 60_000, () => {})).toBeDefined();
});

test('all callers together have a limit', () => {
  for (let who = 0; who < 4; who++) for (let count = 0; count < 64; count++) add(caller(`c${who}`));
  expect(registry.add(ann, 60_000, () => {})).toBeUndefined();
});

test('the end of the process stops what runs, not what ended', () => {
  const running = vi.fn();
  const ended = vi.fn();
  add(ann, running);
  add(ann, ended).end({ result: { content: [] } });
  registry.close();
  expect(running).toHaveBeenCalledOnce();
  expect(ended).not.toHaveBeenCalled();
});

test('a question is open until it is answered, and answered once', async () => {
  const task = add(ann);
  const question = { method: 'elicitation/create', params: {} };
  const first = task.questions.ask('one', question);
  const again = task.questions.ask('one', question);
  void task.questions.ask('two', question);
  expect(task.view()).toMatchObject({
    status: 'input_required',
    inputRequests: { one: question, two: question },
  });
  task.questions.answer({ unknown: 1, one: 'yes' });
  task.questions.answer({ one: 'no' });
  expect(await Promise.all([first, again])).toEqual(['yes', 'yes']);
  expect(task.view().inputRequests).toEqual({ two: question });
  task.questions.answer({ two: 'yes' });
  expect(task.view()).toMatchObject({ status: 'working' });
});

test('a question waits ten minutes for its user, and not longer', async () => {
  const task = add(ann);
  const asked = task.questions.ask('one', { method: 'elicitation/create', params: {} });
  const refused = expect(asked).rejects.toMatchObject({ code: 'timeout' });
  vi.advanceTimersByTime(599_999);
  expect(task.view()).toMatchObject({ status: 'input_required' });
  vi.advanceTimersByTime(1);
  await refused;
  expect(task.view()).toMatchObject({ status: 'working' });
});

test('a task that is cancelled withdraws its questions', async () => {
  const task = add(ann);
  const asked = task.questions.ask('one', { method: 'elicitation/create', params: {} });
  task.cancel();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  expect(task.view().inputRequests).toBeUndefined();
});

test('an outcome decides the state', () => {
  const cancelled = { content: [], isError: true, _meta: { 'portolan/error': { code: 'cancelled' } } };
  const failed = { content: [], isError: true, _meta: { 'portolan/error': { code: 'timeout' } } };
  for (const [outcome, status] of [
    [{ result: { content: [] } }, 'completed'],
    [{ result: failed }, 'completed'],
    [{ result: cancelled }, 'cancelled'],
    [{ error: { code: -32_603, message: 'x' } }, 'failed'],
  ] as const) {
    const task = add(ann);
    task.end(outcome);
    expect(task.view().status).toBe(status);
  }
});
