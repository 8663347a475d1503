import { expect, inject, it } from 'vitest';
import * as z from 'zod';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

it('answers tables with their sizes, the largest first, and no closed schema', async () => {
  const { ok } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
  const { tables } = await ok('get_table_stats', { schema: 'sales' });
  expect(tables).toContainEqual(
    expect.objectContaining({ table: 'sales.customers', bytes: expect.any(Number), vacuumDue: false }),
  );
  expect(JSON.stringify(await ok('get_table_stats'))).not.toContain('private');
});

const namesOf = (tables: unknown) =>
  z
    .array(z.looseObject({ table: z.string() }))
    .parse(tables)
    .map(({ table }) => table);

it('goes on with a cursor until every table was answered once', async () => {
  const tables = [1, 2, 3, 4, 5].map((at) => `CREATE TABLE paged.page_${at} ()`);
  await runAs(inject('adminUrl'), 'CREATE SCHEMA paged', ...tables);
  const { ok, refused } = await connectTools(inject('readerUrl'));
  const all = await ok('get_table_stats', { schema: 'paged', limit: 500 });
  expect(all).not.toHaveProperty('nextCursor');
  const first = await ok('get_table_stats', { schema: 'paged', limit: 2 });
  const pages = [first];
  for (let at = first.nextCursor; at !== undefined; at = pages.at(-1)?.nextCursor) {
    pages.push(await ok('get_table_stats', { schema: 'paged', limit: 2, cursor: at }));
  }
  const answered = pages.flatMap(({ tables }) => namesOf(tables));
  expect(answered.toSorted()).toEqual(namesOf(all.tables).toSorted());
  expect(answered).toHaveLength(5);
  expect(await refused('get_table_stats', { limit: 2, cursor: first.nextCursor })).toContain('cursor');
});
