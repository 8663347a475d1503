import { expect, inject, it } from 'vitest';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

it('draws tables, columns and keys, odd names too', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const { diagram } = await ok('draw_schema', { schema: 'sales' });
  expect(diagram).toMatch(/^erDiagram\n/);
  expect(diagram).toContain('"customers" ||--o{ "opportunities" : "opportunities_customer_id_fkey"');
  expect(diagram).toContain('    integer id PK');
  expect(diagram).toContain(`"Odd 'Näme; DROP"`);
  expect((await ok('draw_schema', { schema: 'sales', columns: false })).diagram).not.toContain('integer');
});

it('draws no key to a closed schema, and no type of one', async () => {
  await runAs(
    inject('adminUrl'),
    `CREATE SCHEMA drawn; CREATE SCHEMA undrawn; CREATE TYPE undrawn.secret_kind AS ENUM ('x');
     CREATE TABLE undrawn.secret (id int PRIMARY KEY);
     CREATE TABLE drawn.open (id int REFERENCES undrawn.secret, kind undrawn.secret_kind)`,
  );
  const open = await connectTools(inject('readerUrl'));
  expect((await open.ok('draw_schema', { schema: 'drawn' })).diagram).toContain('secret');
  const { ok } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'undrawn'] });
  const { diagram } = await ok('draw_schema', { schema: 'drawn' });
  expect(diagram).toContain('integer id');
  expect(diagram).not.toMatch(/secret|undrawn/);
});

it('says that a schema is not there, and draws one without tables', async () => {
  const { ok, refused } = await connectTools(inject('readerUrl'));
  expect(await refused('draw_schema', { schema: 'nowhere' })).toMatch(/^not_found: .*"nowhere"/);
  expect(await refused('get_table_stats', { schema: 'nowhere' })).toMatch(/^not_found: .*"nowhere"/);
  await runAs(inject('adminUrl'), 'CREATE SCHEMA undecorated');
  expect(await ok('draw_schema', { schema: 'undecorated' })).toMatchObject({ tables: 0 });
  expect(await ok('get_table_stats', { schema: 'undecorated' })).toEqual({ tables: [] });
});
