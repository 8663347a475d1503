import { beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

beforeAll(() =>
  runAs(
    inject('adminUrl'),
    'CREATE SCHEMA compared_a',
    'CREATE SCHEMA compared_b',
    "CREATE TABLE compared_a.one (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', size numeric(5,2))",
    'CREATE INDEX one_name ON compared_a.one (name)',
    'CREATE TABLE compared_a.two (id int)',
    'CREATE TABLE compared_b.one (id bigint PRIMARY KEY, name text, extra int)',
    'CREATE TABLE compared_b.three (id int)',
  ),
);

describe('compare_schemas', () => {
  it('answers differences and SQL that takes them away', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    const { differences } = await ok('compare_schemas', { from: 'compared_a', to: 'compared_b' });
    const sql = Array.isArray(differences) ? differences.map((one) => one.sql) : [];
    expect(sql).toEqual([
      'ALTER TABLE compared_b.one ALTER COLUMN id TYPE integer USING id::integer;',
      'ALTER TABLE compared_b.one ALTER COLUMN name SET NOT NULL;',
      'ALTER TABLE compared_b.one ADD COLUMN size numeric(5,2);',
      'ALTER TABLE compared_b.one DROP COLUMN extra;',
      'CREATE TABLE compared_b.two (\n  id integer\n);',
      "ALTER TABLE compared_b.one ALTER COLUMN name SET DEFAULT 'x'::text;",
      'CREATE INDEX one_name ON compared_b.one USING btree (name);',
      'DROP TABLE compared_b.three;',
    ]);
    await runAs(inject('adminUrl'), ...sql);
    expect(await ok('compare_schemas', { from: 'compared_a', to: 'compared_b' })).toEqual({
      differences: [],
    });
  });

  it('answers SQL that runs, for keys, indexes, types and computed columns, both ways', async () => {
    const one = `
      CREATE SCHEMA wide_a;
      CREATE TYPE wide_a.stage AS ENUM ('a', 'b');
      CREATE TABLE wide_a.parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "order" text UNIQUE);
      CREATE TABLE wide_a.child (id bigint PRIMARY KEY, parent int NOT NULL REFERENCES wide_a.parent ON DELETE CASCADE,
        stage wide_a.stage DEFAULT 'a', price int CHECK (price > 0), twice int GENERATED ALWAYS AS (price * 2) STORED);
      CREATE INDEX child_parent ON wide_a.child (parent) WHERE price > 1;
      CREATE TABLE wide_a.zulu (id int PRIMARY KEY, n int);
      CREATE TABLE wide_a.early (id int REFERENCES wide_a.zulu, n int);
      CREATE INDEX early_n ON wide_a.early (n)`;
    const two = `
      CREATE SCHEMA wide_b;
      CREATE TYPE wide_b.stage AS ENUM ('a', 'b');
      CREATE TABLE wide_b.parent (id int NOT NULL, "order" text, CONSTRAINT parent_pkey PRIMARY KEY (id));
      CREATE TABLE wide_b.child (id bigint PRIMARY KEY, parent int, stage wide_b.stage, price int CHECK (price > 5) UNIQUE,
        twice int GENERATED ALWAYS AS (price * 3) STORED, CONSTRAINT wrong FOREIGN KEY (parent) REFERENCES wide_b.parent);
      CREATE INDEX child_parent ON wide_b.child (parent);
      CREATE INDEX too_much ON wide_b.child (price);
      CREATE TABLE wide_b.left_over (id bigint REFERENCES wide_b.child)`;
    await runAs(inject('adminUrl'), one, two);
    const { ok } = await connectTools(inject('readerUrl'));
    const sqlOf = async (from: string, to: string) => {
      const { differences } = await ok('compare_schemas', { from, to });
      return Array.isArray(differences) ? differences.map((difference) => String(difference.sql)) : [];
    };
    const back = (await sqlOf('wide_b', 'wide_a')).join('\n');
    expect(back).toContain('wide_a.left_over');
    await runAs(inject('adminUrl'), ...(await sqlOf('wide_a', 'wide_b')));
    expect(await sqlOf('wide_a', 'wide_b')).toEqual([]);
    expect(await sqlOf('wide_b', 'wide_a')).toEqual([]);
    // What it would have taken the other way runs as well.
    await runAs(inject('adminUrl'), ...back.split(/(?<=;)\n(?=ALTER|DROP|CREATE)/));
  });

  it('lets no name go on behind a comment as a statement', async () => {
    const name = '"split\nDROP TABLE public.ships; --"';
    await runAs(
      inject('adminUrl'),
      'CREATE SCHEMA noted_a',
      'CREATE SCHEMA noted_b',
      `CREATE TABLE noted_a.${name} (id int) PARTITION BY LIST (id)`,
      `CREATE TABLE noted_b.${name} (id int)`,
    );
    const { ok } = await connectTools(inject('readerUrl'));
    expect(await ok('compare_schemas', { from: 'noted_a', to: 'noted_b' })).toMatchObject({
      differences: [{ sql: expect.stringMatching(/^-- .*PARTITION BY LIST \(id\)[^\n]*;$/) }],
    });
  });

  it('refuses a closed schema', async () => {
    const { refused } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
    expect(await refused('compare_schemas', { from: 'sales', to: 'private' })).toContain('does not open');
  });

  it('names nothing of closed schemas', async () => {
    await runAs(
      inject('adminUrl'),
      `CREATE SCHEMA half_a; CREATE SCHEMA half_b; CREATE SCHEMA closed_c;
       CREATE TABLE closed_c.secret (id int PRIMARY KEY); CREATE TYPE closed_c.secret_kind AS ENUM ('x');
       CREATE FUNCTION closed_c.secret_call() RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE TABLE half_a.one (id int CONSTRAINT away REFERENCES closed_c.secret, kind closed_c.secret_kind, n int DEFAULT closed_c.secret_call());
       CREATE VIEW half_a.seen AS SELECT id FROM closed_c.secret;
       CREATE FUNCTION half_a.hidden(k closed_c.secret_kind) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    const half = { from: 'half_a', to: 'half_b' };
    const open = await connectTools(inject('readerUrl'));
    expect(JSON.stringify(await open.ok('compare_schemas', half))).toContain('closed_c.secret');
    const { ok } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'closed_c'] });
    const there = await ok('compare_schemas', half);
    expect(JSON.stringify(there)).not.toMatch(/closed_c|secret/);
    expect(there.differences).toContainEqual({
      what: 'Foreign key one.away is missing.',
      sql: expect.stringMatching(/^-- Not shown/),
    });
    // A default that is not shown does not take its table along.
    await runAs(inject('adminUrl'), 'ALTER TABLE half_a.one DROP COLUMN kind');
    const { differences } = await ok('compare_schemas', half);
    expect(differences).toContainEqual({
      what: 'Table one is missing.',
      sql: 'CREATE TABLE half_b.one (\n  id integer,\n  n integer\n);',
    });
    const back = await ok('compare_schemas', { from: 'half_b', to: 'half_a' });
    expect(JSON.stringify(back)).not.toMatch(/closed_c|secret/);
  });

  it('goes on with a cursor, in the order in which the SQL runs', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    const asked = { from: 'sales', to: 'compared_a' };
    const { differences: all } = await ok('compare_schemas', { ...asked, limit: 1_000 });
    const pages = [await ok('compare_schemas', { ...asked, limit: 7 })];
    for (let at = pages[0]?.nextCursor; at !== undefined; at = pages.at(-1)?.nextCursor) {
      pages.push(await ok('compare_schemas', { ...asked, limit: 7, cursor: at }));
    }
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap(({ differences }) => differences)).toEqual(all);
  });

  it('leaves alone what is only called like the schema', async () => {
    await runAs(
      inject('adminUrl'),
      `CREATE SCHEMA c; CREATE SCHEMA d;
       CREATE TABLE c.things (id int, c int); CREATE VIEW c.seen AS SELECT c.id, c.c FROM c.things c;
       CREATE FUNCTION c.sum_of() RETURNS bigint LANGUAGE sql AS 'SELECT sum(c.c) FROM c.things c'`,
    );
    const { ok } = await connectTools(inject('readerUrl'));
    const { differences } = await ok('compare_schemas', { from: 'c', to: 'd' });
    await runAs(
      inject('adminUrl'),
      ...z
        .array(z.object({ sql: z.string() }))
        .parse(differences)
        .map(({ sql }) => sql),
      'INSERT INTO d.things VALUES (1, 2)',
    );
    expect(await runAs(inject('adminUrl'), 'SELECT * FROM d.seen')).toEqual([[1, 2]]);
    expect(await runAs(inject('adminUrl'), 'SELECT d.sum_of()')).toEqual([['2']]);
    expect(await ok('compare_schemas', { from: 'c', to: 'd' })).toEqual({ differences: [] });
  });
});
