import { beforeAll, describe, expect, inject, it } from 'vitest';
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
      'ALTER TABLE compared_b.one ALTER COLUMN id TYPE integer;',
      'ALTER TABLE compared_b.one ALTER COLUMN name SET NOT NULL;',
      "ALTER TABLE compared_b.one ALTER COLUMN name SET DEFAULT 'x'::text;",
      'ALTER TABLE compared_b.one ADD COLUMN size numeric(5,2);',
      'ALTER TABLE compared_b.one DROP COLUMN extra;',
      'CREATE TABLE compared_b.two (\n  id integer\n);',
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

  it('refuses a closed schema', async () => {
    const { refused } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
    expect(await refused('compare_schemas', { from: 'sales', to: 'private' })).toContain('does not open');
  });
});
