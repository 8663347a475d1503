import { describe, expect, inject, it } from 'vitest';
import { as, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

describe('get_top_queries', () => {
  it('answers what costs most, and what it did since the last call', async () => {
    const marker =
      'SELECT count(*) FROM sales.customers a, sales.customers b WHERE a.id < b.id AND a.city = b.city';
    await runAs(inject('adminUrl'), marker);
    const { ok } = await connectTools(inject('readerUrl'));
    const find = async () => {
      const { queries } = await ok('get_top_queries', { limit: 100 });
      return Array.isArray(queries)
        ? queries.find(({ query }) => String(query).startsWith('SELECT count(*) FROM sales.customers a'))
        : undefined;
    };
    const first = await find();
    expect(first).toMatchObject({ calls: expect.any(Number), totalMs: expect.any(Number) });
    await runAs(inject('adminUrl'), marker);
    expect(await find()).toMatchObject({ calls: first.calls + 1, newCalls: 1, newMs: expect.any(Number) });
  });

  it('says what is missing', async () => {
    await runAs(inject('adminUrl'), 'CREATE DATABASE uncounted');
    const url = as(inject('adminUrl').replace(/\/postgres$/, '/uncounted'), 'reader');
    const { refused } = await connectTools(url);
    expect(await refused('get_top_queries')).toContain('CREATE EXTENSION pg_stat_statements');
    expect(await refused('advise_indexes')).toContain('Give statements as queries');
  });
});
