import { expect, it } from 'vitest';
import { createBudgets } from './budgets.ts';

const none = new AbortController().signal;

function clocked() {
  let now = 0;
  const budgets = createBudgets(() => now);
  return { budgets, pass: (ms: number) => (now += ms) };
}
const budget = { key: 'a', calls: 2, method: 'users.list' };

it('lets so many calls through in any minute, each key apart', async () => {
  const { budgets, pass } = clocked();
  await budgets.take(budget, none);
  pass(30_000);
  await budgets.take(budget, none);
  await expect(budgets.take(budget, none)).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 30_000,
  });
  await budgets.take({ ...budget, key: 'b' }, none);
  expect(budgets.used('a')).toBe(2);
  pass(30_000);
  await budgets.take(budget, none);
  await expect(budgets.take(budget, none)).rejects.toMatchObject({ retryAfterMs: 30_000 });
});

it('takes nothing while Slack has closed a method', async () => {
  const { budgets, pass } = clocked();
  budgets.block('a', 20_000);
  await expect(budgets.take(budget, none)).rejects.toMatchObject({ retryAfterMs: 20_000 });
  pass(20_000);
  await budgets.take(budget, none);
});

it('stops waiting at once', async () => {
  const budgets = createBudgets();
  const soon = { ...budget, calls: 1, windowMs: 4_000 };
  await budgets.take(soon, none);
  const reason = new Error('enough');
  const controller = new AbortController();
  const waiting = budgets.take(soon, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

it('remembers ten thousand budgets, those that were used last', async () => {
  const { budgets } = clocked();
  for (let index = 0; index <= 10_000; index++) await budgets.take({ ...budget, key: `${index}` }, none);
  expect(budgets.used('0')).toBe(0);
  expect(budgets.used('1')).toBe(1);
  expect(budgets.used('10000')).toBe(1);
});

it('remembers ten thousand closed methods, those that were closed last', async () => {
  const { budgets } = clocked();
  for (let index = 0; index <= 10_000; index++) budgets.block(`${index}`, 20_000);
  await budgets.take({ ...budget, key: '0' }, none);
  for (const key of ['1', '10000']) {
    await expect(budgets.take({ ...budget, key }, none)).rejects.toMatchObject({ retryAfterMs: 20_000 });
  }
});
