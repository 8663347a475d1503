import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimeRanOut } from './abort.ts';
import { createGate, createGates } from './gate.ts';

const none = new AbortController().signal;

test('runs so many at once, the others in order of arrival', async () => {
  const gate = createGate(2, 100);
  const order: number[] = [];
  let [running, most] = [0, 0];
  const call = (n: number) =>
    gate.run(async () => {
      order.push(n);
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    }, none);
  await Promise.all(Array.from({ length: 10 }, (_, n) => call(n)));
  expect([order, most, gate.idle]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2, true]);
});

test('a failure makes room', async () => {
  const gate = createGate(1, 1);
  await expect(gate.run(() => Promise.reject(new Error('no')), none)).rejects.toThrow('no');
  expect(await gate.run(async () => 'ok', none)).toBe('ok');
});

test('who aborts while waiting leaves at once and takes no room', async () => {
  const gate = createGate(1, 2);
  const first = Promise.withResolvers<void>();
  const running = gate.run(() => first.promise, none);
  const controller = new AbortController();
  const waiting = gate.run(async () => 'never', controller.signal);
  const behind = gate.run(async () => 'behind', none);
  await expect(gate.run(async () => 'full', none)).rejects.toThrow('2 calls wait already.');
  controller.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  first.resolve();
  await running;
  expect(await behind).toBe('behind');
  expect(gate.idle).toBe(true);
});

test('whose time runs out while waiting is told that there was no room', async () => {
  const gate = createGate(1, 1);
  const first = Promise.withResolvers<void>();
  const running = gate.run(() => first.promise, none);
  const controller = new AbortController();
  const waiting = gate.run(async () => 'never', controller.signal);
  controller.abort(new TimeRanOut('over'));
  await expect(waiting).rejects.toThrow('There was no room in time.');
  first.resolve();
  await running;
});

test('gates of different keys are apart, and one key keeps its bound through any coming and going', async () => {
  const gates = createGates(100);
  let [running, most] = [0, 0];
  const call = async (key: string) => {
    running++;
    most = Math.max(most, running);
    await sleep(Math.random() * 2);
    running--;
    return key;
  };
  for (let round = 0; round < 20; round++) {
    await Promise.all([1, 2, 3].map((n) => gates('one', 1, () => call(`${n}`), none)));
  }
  expect(most).toBe(1);
  const held = Promise.withResolvers<void>();
  const blocked = gates('one', 1, () => held.promise, none);
  expect(await gates('two', 1, async () => 'free', none)).toBe('free');
  held.resolve();
  await blocked;
});
