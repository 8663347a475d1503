import { expect, it } from 'vitest';
import { createWriterQueue } from './writer-queue.ts';

const { signal } = new AbortController();

/** Work that runs until it is told to end. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let runs = 0;
  const run = () => {
    runs += 1;
    return promise;
  };
  return { run, resolve, reject, runs: () => runs };
}

it('lets one writer at a time at a repository, in their order, and others at other repositories', async () => {
  const queue = createWriterQueue();
  const [first, second, other] = [work(), work(), work()];
  const one = queue.run('a', signal, first.run);
  const two = queue.run('a', signal, second.run);
  const three = queue.run('b', signal, other.run);
  other.resolve('other');
  expect(await three).toBe('other');
  expect([first.runs(), second.runs()]).toEqual([1, 0]);
  first.resolve('first');
  expect(await one).toBe('first');
  second.resolve('second');
  expect(await two).toBe('second');
});

it('lets the next writer begin after one that failed', async () => {
  const queue = createWriterQueue();
  const [first, second] = [work(), work()];
  const one = queue.run('a', signal, first.run);
  const two = queue.run('a', signal, second.run);
  first.reject(new Error('broken'));
  second.resolve('second');
  await expect(one).rejects.toThrow('broken');
  expect(await two).toBe('second');
});

it('begins nothing for a caller who went away while waiting, and keeps the order of the others', async () => {
  const queue = createWriterQueue();
  const [first, left, third] = [work(), work(), work()];
  const leaving = new AbortController();
  const one = queue.run('a', signal, first.run);
  const two = queue.run('a', leaving.signal, left.run);
  const three = queue.run('a', signal, third.run);
  leaving.abort();
  first.resolve('first');
  await expect(two).rejects.toThrow();
  third.resolve('third');
  expect([await one, await three]).toEqual(['first', 'third']);
  expect([first.runs(), left.runs(), third.runs()]).toEqual([1, 0, 1]);
});
