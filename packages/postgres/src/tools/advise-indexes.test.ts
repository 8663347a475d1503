import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
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
    expect(notExamined).toEqual([
      { query: 'SELECT nope FROM none WHERE a = 1', why: expect.stringContaining('does not exist') },
    ]);
  });

  it('tries the statements of the workload, which have lost their values', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'worked');
    const url = as(admin, 'reader');
    await runAs(
      admin,
      'CREATE EXTENSION hypopg',
      'CREATE TABLE visits AS SELECT n AS id, n % 5000 AS guest, md5(n::text) AS place FROM generate_series(1, 60000) n',
      'ANALYZE visits',
      'GRANT SELECT ON visits TO reader, writer',
    );
    const guest = 'SELECT count(*) FROM visits WHERE guest = 7';
    const long = `SELECT ${'id + '.repeat(300)} id FROM visits WHERE place = 'x'`;
    for (const [role, sql] of [
      ['reader', guest],
      ['writer', guest],
      ['reader', long],
    ] as const) {
      await runAs(as(admin, role), sql);
    }
    const { ok } = await connectTools(url);
    const { advice, notExamined } = await ok('advise_indexes');
    const tried = { verified: true, costBefore: expect.any(Number), costAfter: expect.any(Number) };
    expect(advice).toHaveLength(2);
    expect(advice).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...tried,
          index: 'CREATE INDEX ON public.visits (guest)',
          query: 'SELECT count(*) FROM visits WHERE guest = $1',
        }),
        expect.objectContaining({ ...tried, index: 'CREATE INDEX ON public.visits (place)' }),
      ]),
    );
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
