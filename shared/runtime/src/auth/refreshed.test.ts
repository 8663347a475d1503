import { describe, expect, test } from 'vitest';
import { Refreshed } from './refreshed.ts';

/** A value whose loads, clock and failures the test holds. */
function setUp() {
  const state = { nowMs: 0, loads: 0, failing: false, kept: 0 };
  const value = new Refreshed<number>(
    async () => {
      state.loads += 1;
      if (state.failing) throw new Error('away');
      return state.loads;
    },
    { freshMs: 100, staleMs: 1_000_000 },
    () => {
      state.kept += 1;
    },
    () => state.nowMs,
  );
  return { state, value };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a remote value', () => {
  test('is loaded once for all who ask at the same time', async () => {
    const { state, value } = setUp();
    expect(await Promise.all([value.get(), value.get(), value.get()])).toEqual([1, 1, 1]);
    expect(state.loads).toBe(1);
  });

  test('is renewed in the background when no longer fresh', async () => {
    const { state, value } = setUp();
    await value.get();
    state.nowMs = 101;
    expect(await value.get()).toBe(1);
    await settle();
    expect(await value.get()).toBe(2);
  });

  test('stays in use when it cannot be renewed, and the loads are spaced ever wider', async () => {
    const { state, value } = setUp();
    await value.get();
    state.failing = true;
    const loadedAt: number[] = [];
    for (state.nowMs = 101; state.nowMs < 120_000; state.nowMs += 100) {
      const before = state.loads;
      expect(await value.get()).toBe(1);
      await settle();
      if (state.loads > before) loadedAt.push(state.nowMs - 101);
    }
    expect(loadedAt).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 61_000, 91_000]);
    expect(state.kept).toBe(loadedAt.length);
  });

  test('fails once it is stale, at once while loads are paused', async () => {
    const { state, value } = setUp();
    await value.get();
    state.failing = true;
    state.nowMs = 1_000_001;
    await expect(value.get()).rejects.toThrow('away');
    await expect(value.get()).rejects.toThrow('away');
    expect(state.loads).toBe(2);
    state.failing = false;
    state.nowMs += 1_000;
    expect(await value.get()).toBe(3);
  });

  test('is not loaded again on demand while the pause is longer than the patience', async () => {
    const { state, value } = setUp();
    await value.get();
    expect(await value.again(0)).toBe(2);
    value.fruitless();
    expect(value.pauseMs).toBe(1_000);
    expect(await value.again(500)).toBeUndefined();
    state.nowMs = 1_000;
    expect(await value.again(0)).toBe(3);
    value.fruitless();
    expect(value.pauseMs).toBe(2_000);
    state.nowMs = 3_000;
    await value.again(0);
    value.fruitful();
    value.fruitless();
    expect(value.pauseMs).toBe(1_000);
  });
});
