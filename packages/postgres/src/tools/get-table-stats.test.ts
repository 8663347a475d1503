import { expect, inject, it } from 'vitest';
import * as z from 'zod';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

it('answers tables with their sizes, the largest first, and no closed schema', async () => {
  const { ok } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
  const { tables } = await ok('get_table_stats', { schema: 'sales' });
  expect(tables).toContainEqual(
    expect.objectContaining({ table: 'sales.customers', bytes: expect.any(Number), vacuumDue: false }),
  );
  expect(JSON.stringify(await ok('get_table_stats'))).not.toContain('private');
});

it('estimates bloat, and knows when a table is due by its own settings', async () => {
  const admin = await createDatabase(inject('adminUrl'), 'bloated');
  const fill = (name: string) =>
    `CREATE TABLE sales.${name} WITH (autovacuum_enabled = off) AS SELECT n AS id, md5(n::text) AS hash, NULL::text AS note FROM generate_series(1, 40000) n`;
  await runAs(
    admin,
    fill('dense'),
    fill('sparse'),
    fill('patient'),
    'ALTER TABLE sales.patient SET (autovacuum_vacuum_scale_factor = 1)',
    ...['sparse', 'patient'].map((name) => `DELETE FROM sales.${name} WHERE id % 2 = 0`),
    'ANALYZE',
    'CREATE TABLE sales.unseen AS SELECT 1 AS a',
    'ANALYZE sales.unseen',
    'GRANT SELECT ON sales.dense, sales.sparse, sales.patient TO reader',
  );
  const { ok } = await connectTools(as(admin, 'reader'));
  const Bloat = z.object({
    table: z.string(),
    bytes: z.number(),
    bloatBytes: z.number().nullable(),
    vacuumDue: z.boolean(),
  });
  const find = async (name: string) =>
    z
      .array(Bloat)
      .parse((await ok('get_table_stats', { schema: 'sales' })).tables)
      .find(({ table }) => table === `sales.${name}`);
  // The statistics of a session are told the others as it ends, or soon after.
  await expect.poll(async () => (await find('sparse'))?.vacuumDue, { timeout: 20_000 }).toBe(true);
  expect(await find('patient')).toMatchObject({ vacuumDue: false });
  const share = async (name: string) => {
    const { bytes = 0, bloatBytes = 0 } = (await find(name)) ?? {};
    return (bloatBytes ?? 0) / bytes;
  };
  expect(await share('dense')).toBeLessThan(0.15);
  expect(await share('sparse')).toBeGreaterThan(0.35);
  expect(await share('sparse')).toBeLessThan(0.6);
  expect(await find('unseen')).toMatchObject({ bloatBytes: null });
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
