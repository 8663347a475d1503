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
      'CREATE INDEX one_name ON compared_b.one USING btree (name);',
      'CREATE TABLE compared_b.two (\n  id integer\n);',
      'DROP TABLE compared_b.three;',
    ]);
    await runAs(inject('adminUrl'), ...sql);
    expect(await ok('compare_schemas', { from: 'compared_a', to: 'compared_b' })).toEqual({
      differences: [],
    });
  });

  it('refuses a closed schema', async () => {
    const { refused } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
    expect(await refused('compare_schemas', { from: 'sales', to: 'private' })).toContain('does not open');
  });
});
