import { describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const Statements = z.array(
  z.looseObject({ id: z.string(), query: z.string(), newCalls: z.int().optional() }),
);

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

  it('goes on with a cursor, and knows of every page what it did since', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'paged_statements');
    const forms = Array.from({ length: 7 }, (_, at) => `SELECT ${'1 + '.repeat(at + 1)} 1 AS paged`);
    await runAs(admin, ...forms);
    const { ok, refused } = await connectTools(as(admin, 'reader'));
    const asked = { orderBy: 'calls', limit: 3 };
    const read = async () => {
      const pages = [await ok('get_top_queries', asked)];
      for (let at = pages[0]?.nextCursor; at !== undefined; at = pages.at(-1)?.nextCursor) {
        pages.push(await ok('get_top_queries', { ...asked, cursor: at }));
      }
      const queries = pages.flatMap((page) => Statements.parse(page.queries));
      return { pages, paged: queries.filter(({ query }) => query.includes('AS paged')) };
    };
    const { pages, paged } = await read();
    expect(new Set(paged.map(({ id }) => id)).size).toBe(forms.length);
    await runAs(admin, ...forms);
    for (const { newCalls } of (await read()).paged) expect(newCalls).toBe(1);
    expect(await refused('get_top_queries', { limit: 4, cursor: pages[0]?.nextCursor })).toContain('cursor');
  });

  it('counts a statement once, whoever runs it, and says what the role may not see', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'shared_statements');
    const sql = 'SELECT 1 AS shared_by_both';
    const run = (...roles: readonly string[]) =>
      Promise.all(roles.map((role) => runAs(as(admin, role), sql)));
    await run('reader', 'writer', 'writer');
    const { ok } = await connectTools(as(admin, 'reader'));
    const find = async () =>
      Statements.parse((await ok('get_top_queries', { limit: 100 })).queries).filter(({ query }) =>
        query.includes('shared_by_both'),
      );
    expect(await find()).toMatchObject([{ calls: 3 }]);
    await run('reader', 'writer');
    expect(await find()).toMatchObject([{ calls: 5, newCalls: 2 }]);

    const { ok: less } = await connectTools(as(admin, 'writer'));
    const { queries, notShown } = await less('get_top_queries', { limit: 100 });
    expect(Statements.parse(queries)).toContainEqual(expect.objectContaining({ calls: 3 }));
    expect(notShown).toMatch(/^\d+ statements of other roles .*GRANT pg_read_all_stats TO writer$/);
  });

  it('says what is missing', async () => {
    await runAs(inject('adminUrl'), 'CREATE DATABASE uncounted');
    const url = as(inject('adminUrl').replace(/\/postgres$/, '/uncounted'), 'reader');
    const { refused } = await connectTools(url);
    expect(await refused('get_top_queries')).toContain('CREATE EXTENSION pg_stat_statements');
    expect(await refused('advise_indexes')).toContain('Give statements as queries');
  });
});
