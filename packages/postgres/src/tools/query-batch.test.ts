import { expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('answers each statement, also after one that fails', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const { results } = await ok('query_batch', {
    queries: [
      { sql: 'SELECT $1::int', params: [7] },
      { sql: 'SELECT nope' },
      { sql: 'DELETE FROM sales.customers' },
      { sql: 'SELECT generate_series(1, 100)', limit: 2 },
    ],
  });
  expect(results).toMatchObject([
    { rows: [[7]] },
    { error: 'not_found', message: expect.stringContaining('nope') },
    { error: 'forbidden' },
    { rows: [[1], [2]], truncated: 'rows' },
  ]);
});

it('keeps the whole answer within bounds', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const queries = Array.from({ length: 20 }, () => ({
    sql: `SELECT repeat('x', 1000) FROM generate_series(1, 100)`,
  }));
  const answer = await ok('query_batch', { queries });
  expect(JSON.stringify(answer).length).toBeLessThan(150_000);
});
