import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

let reader = '';
beforeAll(async () => {
  await runAs(inject('adminUrl'), 'CREATE DATABASE indexed');
  const url = inject('adminUrl').replace(/\/postgres$/, '/indexed');
  await runAs(
    url,
    'CREATE EXTENSION hypopg',
    "CREATE TABLE orders AS SELECT n AS id, n % 5000 AS customer, n % 3 AS state, now() - n * interval '1 min' AS at FROM generate_series(1, 60000) n",
    'CREATE INDEX ON orders (id)',
    'ANALYZE orders',
    'GRANT SELECT ON orders TO reader',
  );
  reader = as(url, 'reader');
});

describe('advise_indexes', () => {
  it('tries candidates in the planner and answers those that pay', async () => {
    const { ok } = await connectTools(reader);
    const { advice, notExamined } = await ok('advise_indexes', {
      queries: [
        'SELECT * FROM orders WHERE customer = 7',
        'SELECT * FROM orders WHERE id = 7',
        'SELECT nope FROM none WHERE a = 1',
      ],
    });
    expect(advice).toEqual([
      {
        index: 'CREATE INDEX ON public.orders (customer)',
        query: 'SELECT * FROM orders WHERE customer = 7',
        verified: true,
        costBefore: expect.any(Number),
        costAfter: expect.any(Number),
      },
    ]);
    expect(notExamined).toEqual([]);
  });

  it('calls a rule of thumb one, where hypopg is missing', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    const { advice } = await ok('advise_indexes', {
      queries: [`SELECT * FROM sales.opportunities WHERE customer_id = 7 ORDER BY amount`],
    });
    expect(advice).toContainEqual({
      index: 'CREATE INDEX ON sales.opportunities (customer_id)',
      query: expect.any(String),
      verified: false,
    });
  });

  it('does not stop at a statement that it cannot look at', async () => {
    const { ok } = await connectTools(reader);
    const { notExamined } = await ok('advise_indexes', {
      queries: ['SELECT FROM WHERE', 'SELECT pg_sleep(1) FROM orders WHERE customer = 1'],
    });
    expect(notExamined).toMatchObject([
      { why: expect.stringContaining('parsed') },
      { why: expect.stringContaining('pg_sleep') },
    ]);
  });
});
