import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from '../tools/test-support.ts';

let admin = '';
let reader = '';

const volatile = (name: string, signature: string, result: string) =>
  `CREATE FUNCTION sales.${name}(${signature}) RETURNS ${result} LANGUAGE plpgsql VOLATILE AS 'BEGIN PERFORM pg_advisory_lock(1); RETURN NULL; END'`;

beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'looked_up');
  reader = as(admin, 'reader');
  await runAs(
    admin,
    'CREATE TYPE sales.pair AS (a int, b text)',
    'CREATE TYPE sales.plain AS (a int, b text)',
    volatile('of_row', 'sales.customers', 'text'),
    volatile('of_ints', 'int, int', 'int'),
    volatile('of_text', 'text', 'boolean'),
    volatile('of_pair', 'sales.pair', 'text'),
    'CREATE OPERATOR sales.### (leftarg = int, rightarg = int, function = sales.of_ints)',
    'CREATE OPERATOR sales.+ (leftarg = int, rightarg = int, function = sales.of_ints)',
    'CREATE DOMAIN sales.checked AS text CHECK (sales.of_text(VALUE))',
    'CREATE CAST (sales.pair AS text) WITH FUNCTION sales.of_pair(sales.pair)',
    `CREATE AGGREGATE sales.gather (int) (sfunc = sales.of_ints, stype = int, initcond = '0')`,
    `CREATE FUNCTION sales.atomic() RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT pg_read_file('/etc/passwd'); END`,
    `CREATE FUNCTION sales.planned() RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN pg_read_file(''/etc/hostname''); END'`,
    ...Array.from(
      { length: 10 },
      (_, n) => `CREATE VIEW sales.under${n} AS SELECT a FROM sales.${n === 0 ? 'sleeper' : `under${n - 1}`}`,
    ),
    `CREATE FUNCTION private.paid() RETURNS SETOF private.salaries LANGUAGE sql STABLE AS 'SELECT * FROM private.salaries'`,
    `INSERT INTO private.salaries SELECT 'known', 5 FROM generate_series(1, 100)`,
    'CREATE TYPE sales.kind AS (a int)',
    volatile('of_kind', 'sales.kind', 'text'),
    'CREATE TYPE sales.twin AS (a int)',
    'CREATE TYPE sales.rank AS (a int)',
    volatile('same_twin', 'sales.twin, sales.twin', 'boolean'),
    volatile('compare_rank', 'sales.rank, sales.rank', 'int'),
    'CREATE CAST (sales.kind AS text) WITH FUNCTION sales.of_kind(sales.kind) AS IMPLICIT',
    'CREATE OPERATOR sales.= (leftarg = sales.twin, rightarg = sales.twin, function = sales.same_twin)',
    'CREATE OPERATOR CLASS sales.ranks DEFAULT FOR TYPE sales.rank USING btree AS FUNCTION 1 sales.compare_rank(sales.rank, sales.rank)',
    'CREATE FUNCTION sales.takes(sales.checked) RETURNS int LANGUAGE sql STABLE AS $$SELECT 1$$',
    'CREATE TABLE sales.spots (id int, spot sales.pair, spots sales.pair[])',
    'CREATE TABLE sales.cards (id int)',
    volatile('of_card', 'sales.cards', 'text'),
    'CREATE CAST (sales.cards AS text) WITH FUNCTION sales.of_card(sales.cards)',
    'CREATE TABLE sales.kinds (id int, kind sales.kind)',
    'CREATE TABLE sales.twins (id int, twin sales.twin)',
    'CREATE TABLE sales.ranks (id int, rank sales.rank)',
    'CREATE TABLE sales.noted (id int, note sales.checked)',
    'CREATE TABLE sales.plains (id int, plain sales.plain)',
    'GRANT SELECT ON ALL TABLES IN SCHEMA sales, private TO reader',
    'ALTER ROLE reader IN DATABASE looked_up SET search_path = sales, public',
    'CREATE EXTENSION pg_trgm SCHEMA private',
    'CREATE EXTENSION IF NOT EXISTS hypopg',
    'ANALYZE',
  );
});

describe('a function that no call shows', () => {
  it.each([
    ['the notation of a column', 'SELECT c.of_row FROM customers c', 'sales.of_row'],
    ['an operator', 'SELECT 1 ### 2', 'sales.of_ints'],
    ['an operator with a schema', 'SELECT 1 OPERATOR(sales.+) 2', 'sales.of_ints'],
    ['the check of a type', `SELECT 'x'::checked`, 'sales.of_text'],
    ['a cast', `SELECT (1, 'a')::pair::text`, 'sales.of_pair'],
    ['a cast of a column', 'SELECT spot::text FROM spots', 'sales.of_pair'],
    ['a cast of a column of many', 'SELECT spots[1]::text FROM spots', 'sales.of_pair'],
    ['a cast of a column, as a call', 'SELECT text(spot) FROM spots', 'sales.of_pair'],
    [
      'a cast of a column of a query',
      'SELECT x.s::text FROM (SELECT spot AS s FROM spots) x',
      'sales.of_pair',
    ],
    ['a cast of a row', 'SELECT c::text FROM cards c', 'sales.of_card'],
    ['a cast without a word', `SELECT 'x' || kind FROM kinds`, 'sales.of_kind'],
    ['an operator of columns', 'SELECT 1 FROM twins a, twins b WHERE a.twin = b.twin', 'sales.same_twin'],
    ['a join of columns', 'SELECT 1 FROM twins a JOIN twins b USING (twin)', 'sales.same_twin'],
    ['an order of columns', 'SELECT id FROM ranks ORDER BY rank', 'sales.compare_rank'],
    ['DISTINCT', 'SELECT DISTINCT rank FROM ranks', 'sales.compare_rank'],
    ['what unites values', `SELECT coalesce(note, 'x') FROM noted`, 'sales.of_text'],
    ['what a function takes', `SELECT takes('x')`, 'sales.of_text'],
    ['an aggregate', 'SELECT gather(id) FROM customers', 'sales.of_ints'],
    ['a body that is parsed already', 'SELECT atomic()', 'pg_read_file'],
    ['a view under ten others', 'SELECT a FROM under9', 'deeper than views are followed'],
  ])('is found behind %s', async (_what, sql, named) => {
    const { call } = await connectTools(reader);
    const answer = await call('query', { sql });
    expect(answer).toMatchObject({ isError: true, code: 'forbidden' });
    expect(answer.text).toContain(named);
  });

  it('is found where a statement is only planned, which runs it', async () => {
    const { refused, ok } = await connectTools(admin, { argv: ['--allow-superuser'] });
    const sql = `UPDATE sales.customers SET city = 'x' WHERE name = sales.planned()`;
    expect(await refused('explain_query', { sql })).toContain('calls pg_read_file');
    const index = 'CREATE INDEX ON sales.customers (id) WHERE name = sales.planned()';
    expect(await refused('explain_query', { sql: 'SELECT 1', hypotheticalIndexes: [index] })).toContain(
      'calls pg_read_file',
    );
    // What planning does not run is left alone.
    await ok('explain_query', { sql: `INSERT INTO sales.customers (name) VALUES (gen_random_uuid()::text)` });
    await ok('explain_query', {
      sql: `INSERT INTO sales.customers (name) SELECT nextval('sales.customers_id_seq')`,
    });
  });

  it('leaves common operators, casts and columns alone', async () => {
    const { rows } = await connectTools(reader);
    const sql = `SELECT c.id + 1, c.name::text, (ROW(1, 'a')::plain).b FROM customers c WHERE c.id = 1 AND c.city ~ 'O'`;
    expect(await rows(sql)).toEqual([[2, 'Customer 1', 'a']]);
    // What comes with the types of these columns is not called.
    expect(await rows('SELECT s.id, s.spot FROM spots s WHERE s.id = 1')).toEqual([]);
    for (const name of ['kind', 'twin', 'rank'])
      expect(await rows(`SELECT id, ${name} FROM ${name}s`)).toEqual([]);
    expect(await rows(`SELECT id, note FROM noted WHERE note = 'x' ORDER BY note`)).toEqual([]);
    expect(await rows('SELECT plain::text FROM plains WHERE id = 1 ORDER BY plain')).toEqual([]);
  });
});

describe.each([
  ['--deny-schemas', 'private'],
  ['--schemas', 'sales'],
])('%s %s', (...argv) => {
  it.each([
    ['its functions', 'SELECT * FROM private.paid()', 'private.paid'],
    ['its statistics', `SELECT most_common_vals FROM pg_stats WHERE schemaname = 'private'`, 'pg_stats'],
    ['its raw statistics', 'SELECT stavalues1 FROM pg_catalog.pg_statistic', 'pg_statistic'],
  ])('closes %s', async (_what, sql, named) => {
    const { call } = await connectTools(reader, { argv });
    const answer = await call('query', { sql });
    expect(answer).toMatchObject({ isError: true, code: 'forbidden' });
    expect(answer.text).toContain(named);
  });

  it('leaves functions of extensions, wherever they are', async () => {
    const { rows } = await connectTools(reader, { argv });
    expect(await rows(`SELECT private.similarity('abc', 'abc')`)).toEqual([['1']]);
  });
});

describe('a database without any code behind types', () => {
  it('is asked for it once, until a migration makes some', async () => {
    const url = await createDatabase(inject('adminUrl'), 'without_code');
    const { rows, ok, refused } = await connectTools(url, {
      argv: ['--allow-superuser', '--mode', 'ddl', '--yes'],
    });
    const looks = async () => {
      const counted = `SELECT coalesce(sum(calls), 0)::int FROM pg_stat_statements WHERE query LIKE '%pg_amproc s ON%'
        AND query NOT LIKE '%pg_stat_statements%' AND dbid = (SELECT oid FROM pg_database WHERE datname = 'without_code')`;
      return (await runAs(url, counted))[0]?.[0];
    };
    for (const table of ['customers', 'opportunities', 'events', 'won']) {
      expect(await rows(`SELECT count(*)::int FROM sales.${table} WHERE false ORDER BY 1`)).toEqual([[0]]);
    }
    expect(await looks()).toBe(1);
    await ok('migrate', {
      statements: [
        volatile('same_stage', 'sales.stage, sales.stage', 'boolean'),
        'CREATE OPERATOR sales.= (leftarg = sales.stage, rightarg = sales.stage, function = sales.same_stage)',
      ],
      dryRun: false,
    });
    const sql = 'SELECT id FROM sales.opportunities WHERE stage = stage';
    expect(await refused('query', { sql })).toContain('sales.same_stage');
    expect(await looks()).toBe(2);
  });
});
