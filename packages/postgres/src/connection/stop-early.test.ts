import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stopEarly } from './stop-early.ts';
import { Watch } from './watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection whose server never stops, with the times at which it was asked to, milliseconds. */
function startCall(cancel: () => Promise<void> = async () => {}) {
  const controller = new AbortController();
  const started = Date.now();
  const asked: number[] = [];
  let closed = 0;
  const session = {
    broken: false,
    cancel: () => {
      asked.push(Date.now() - started);
      return cancel();
    },
    close: async () => {
      closed += 1;
    },
  };
  const watch = new Watch({ signal: controller.signal });
  const stopping = stopEarly(session, watch, () => {});
  vi.advanceTimersByTime(20);
  return { session, asked, stopping, abort: () => controller.abort('enough'), closed: () => closed };
}

it('asks again soon, then every 100 ms, and closes the connection after that', async () => {
  const { session, asked, abort, closed } = startCall();
  abort();
  expect(session.broken).toBe(true);
  await vi.advanceTimersByTimeAsync(300);
  expect(asked.map((at) => at - 20)).toEqual([0, 20, 60, 140, 240]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveLength(15);
  expect(closed()).toBe(1);
});

it('asks no more when the call is over', async () => {
  const { asked, abort, stopping, closed } = startCall();
  abort();
  stopping.end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(1);
  expect(closed()).toBe(0);
});

it('closes the connection where the server cannot be asked', async () => {
  const { abort, closed } = startCall(() => Promise.reject(new Error('no route')));
  abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(closed()).toBe(1);
});
