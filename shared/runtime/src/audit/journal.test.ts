import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { newChain } from './chain.ts';
import { Journal } from './journal.ts';
import type { RecordFields } from './record.ts';
import type { AuditSink, Batch } from './sink.ts';

// The journal waits by timers alone, so that a test says how much time there was.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const call = (id: number) => ({
  id: `${id}`,
  time: '2026-01-01T00:00:00.000Z',
  server: 'filesystem',
  method: 'tools/call',
  target: 'read_file',
  caller: { id: 'local', kind: 'local' },
  argumentsHmac: '',
});
const read = (id: number): RecordFields => ({
  ...call(id),
  phase: 'call',
  effect: 'read',
  status: 'ok',
  durationMs: 1,
});
const intent = (id: number): RecordFields => ({ ...call(id), phase: 'intent', effect: 'write' });

/** A journal over a sink whose writes end when the test says so. */
function startJournal() {
  const batches: Batch[] = [];
  let written = Promise.withResolvers<void>();
  const sink: AuditSink = {
    name: 'test',
    prepare: async (last) => (last === undefined ? { head: newChain() } : undefined),
    async append(batch) {
      batches.push(batch);
      await written.promise;
    },
    close: async () => {},
  };
  const journal = new Journal({ sink, server: 'filesystem', log: createLogger('error', () => {}) });
  return {
    journal,
    /** How many records each write had. */
    sizes: () => batches.map(({ lines }) => lines.length),
    durable: () => batches.map(({ durable }) => durable),
    /** Ends the write that runs, and lets what follows of it happen. */
    async endWrite() {
      const { resolve } = written;
      written = Promise.withResolvers();
      resolve();
      await settled();
    },
  };
}

/** What needs no time has happened. */
const settled = () => vi.advanceTimersByTimeAsync(0);
const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('gathers records for 50 ms', async () => {
  const { journal, sizes } = startJournal();
  for (let id = 1; id <= 3; id++) await journal.add(read(id));
  await passed(49);
  expect(sizes()).toEqual([]);
  await passed(1);
  expect(sizes()).toEqual([3]);
});

it('gathers those that come while others are written just as long, whatever a write takes', async () => {
  const { journal, sizes, endWrite } = startJournal();
  await journal.add(read(0));
  await passed(50);
  for (let id = 1; id <= 5; id++) {
    await journal.add(read(id));
    await settled();
  }
  await endWrite();
  await journal.add(read(6));
  await passed(49);
  expect(sizes()).toEqual([1]);
  await passed(1);
  expect(sizes()).toEqual([1, 6]);
});

it('keeps nobody waiting whose intent comes while others are written, and takes those along', async () => {
  const { journal, sizes, durable, endWrite } = startJournal();
  await journal.add(read(0));
  await passed(50);
  await journal.add(read(1));
  const committed = journal.commit(intent(2));
  await endWrite();
  expect(sizes()).toEqual([1, 2]);
  expect(durable()).toEqual([false, true]);
  await endWrite();
  await committed;
});

it('shares one durable write among intents that come while another is written', async () => {
  const { journal, sizes, durable, endWrite } = startJournal();
  const first = journal.commit(intent(0));
  await settled();
  const others = Array.from({ length: 100 }, (_, id) => journal.commit(intent(id + 1)));
  await endWrite();
  await endWrite();
  await Promise.all([first, ...others]);
  expect(sizes()).toEqual([1, 100]);
  expect(durable()).toEqual([true, true]);
});

it('writes a whole batch at once, and the next as soon as it is written', async () => {
  const { journal, sizes, endWrite } = startJournal();
  for (let id = 0; id < 300; id++) await journal.add(read(id));
  await settled();
  expect(sizes()).toEqual([128]);
  await endWrite();
  expect(sizes()).toEqual([128, 128]);
  await endWrite();
  expect(sizes()).toEqual([128, 128]);
  await passed(50);
  expect(sizes()).toEqual([128, 128, 44]);
});

it('writes all there is when it is closed, also what comes meanwhile', async () => {
  const { journal, sizes, endWrite } = startJournal();
  await journal.add(read(0));
  await passed(50);
  await journal.add(read(1));
  const closed = journal.close();
  await journal.add(read(2));
  await endWrite();
  await journal.add(read(3));
  await endWrite();
  await endWrite();
  await closed;
  expect(sizes()).toEqual([1, 2, 1]);
});
