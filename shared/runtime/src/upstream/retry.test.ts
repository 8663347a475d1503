import { expect, test, vi } from 'vitest';
import { retry } from './retry.ts';

const none = new AbortController().signal;
const failing = (times: number) => {
  let left = times;
  return vi.fn(async () => {
    if (left-- > 0) throw new Error(`failure ${left}`);
    return 'ok';
  });
};
const always = { attempts: 4, baseMs: 1, again: () => true } as const;

test('tries until it succeeds, and so often at most', async () => {
  const run = failing(3);
  expect(await retry(run, always, none)).toBe('ok');
  expect(run.mock.calls).toEqual([[1], [2], [3], [4]]);
  await expect(retry(failing(4), always, none)).rejects.toThrow('failure 0');
});

test('what may not be tried again is tried once', async () => {
  const run = failing(1);
  await expect(retry(run, { ...always, again: () => false }, none)).rejects.toThrow('failure 0');
  expect(run).toHaveBeenCalledTimes(1);
});

test('waits grow, stay under their bound and are at least what the other side asked for', async () => {
  const waited = async (policy: Parameters<typeof retry>[1], times: number) => {
    const from = performance.now();
    await retry(failing(times), policy, none);
    return performance.now() - from;
  };
  expect(await waited({ ...always, baseMs: 20, maxMs: 50, random: () => 1 }, 3)).toBeGreaterThanOrEqual(105);
  // Without the bound this would outlast every test.
  await waited({ ...always, baseMs: 10_000_000, maxMs: 1, random: () => 1 }, 3);
  expect(
    await waited({ ...always, again: () => ({ afterMs: 80 }), random: () => 0 }, 1),
  ).toBeGreaterThanOrEqual(78);
});

test('an abort ends a wait at once', async () => {
  const controller = new AbortController();
  const run = failing(1);
  const asked = retry(run, { ...always, again: () => ({ afterMs: 600_000 }) }, controller.signal);
  setTimeout(() => controller.abort(new Error('stop')), 20);
  await expect(asked).rejects.toThrow('stop');
  expect(run).toHaveBeenCalledTimes(1);
});

test('a wait that would pass the deadline is not begun', async () => {
  const again = () => ({ afterMs: 600_000 });
  const policy = { ...always, again, deadlineAt: performance.now() + 300_000 };
  await expect(retry(failing(1), policy, none)).rejects.toThrow('failure 0');
});

test('an aborted signal runs nothing', async () => {
  const run = failing(0);
  await expect(retry(run, always, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(run).not.toHaveBeenCalled();
});
