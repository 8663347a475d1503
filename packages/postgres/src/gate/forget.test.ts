import { expect, inject, it } from 'vitest';
import { databaseOf } from '../../test/support/database.ts';
import type { Database } from '../connection/database.ts';
import type { SourceSettings } from '../sources/types.ts';
import { createGate } from './gate.ts';
import { createMask } from './mask.ts';

const { signal } = new AbortController();

/** A database whose reads end when the test says so. */
function heldDatabase(own: Partial<SourceSettings> = {}) {
  const database = databaseOf(inject('readerUrl'), own);
  let held = Promise.resolve();
  let reads = 0;
  const slow: Database = {
    ...database,
    async read(steps, options) {
      reads += 1;
      const done = await database.read(steps, options);
      await held;
      return done;
    },
  };
  return {
    slow,
    reads: () => reads,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

it('believes of names nothing that the catalog said before it was changed, also where it is said after', async () => {
  const { slow, reads, hold } = heldDatabase();
  const gate = createGate(slow, createMask(slow));
  const sql = 'SELECT lower(name) FROM sales.customers';
  const letGo = hold();
  const early = gate.read(sql, { signal });
  await expect.poll(reads).toBe(1);
  gate.forget();
  letGo();
  await early;
  expect(gate.known(sql, {})).toBeUndefined();
  await gate.read(sql, { signal });
  expect(gate.known(sql, {})).toBeDefined();
});

it('believes of masked columns nothing that the catalog said before it was changed', async () => {
  const { slow, reads, hold } = heldDatabase({ mask: ['customers.email'] });
  const mask = createMask(slow);
  const [step] = (await slow.read([{ text: 'SELECT email FROM sales.customers LIMIT 1' }], { signal })).steps;
  if (step === undefined) throw new Error('A flight answers each step.');
  /** How often the catalog is asked to hide what is masked. */
  const asks = async () => {
    const before = reads();
    expect((await mask.hide(step, { signal })).rows).toEqual([['[masked]']]);
    return reads() - before;
  };
  expect([await asks(), await asks()]).toEqual([1, 0]);
  mask.forget();
  const letGo = hold();
  const early = asks();
  await expect.poll(reads).toBe(3);
  mask.forget();
  letGo();
  await early;
  expect([await asks(), await asks()]).toEqual([1, 0]);
});
