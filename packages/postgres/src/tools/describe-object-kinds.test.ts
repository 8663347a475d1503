import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

let reader = '';

beforeAll(async () => {
  const admin = await createDatabase(inject('adminUrl'), 'kinds');
  reader = as(admin, 'reader');
  await runAs(
    admin,
    `CREATE FUNCTION sales.twice(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN n * 2`,
    `CREATE FUNCTION sales.twice(t text) RETURNS text LANGUAGE sql AS 'SELECT t || t'`,
    `CREATE FUNCTION sales.atomic(a int) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT id FROM sales.customers; END`,
    `COMMENT ON FUNCTION sales.twice(int) IS 'Doubles'`,
    'CREATE PROCEDURE sales.tidy(INOUT n int) LANGUAGE plpgsql AS $$BEGIN n := 1; END$$',
    'CREATE AGGREGATE sales.summed(int) (SFUNC = int4pl, STYPE = int, INITCOND = 0)',
    'CREATE SEQUENCE sales.numbers START 9223372036854775801 MAXVALUE 9223372036854775806 CYCLE',
    `SELECT setval('sales.numbers', 9223372036854775805)`,
    'GRANT SELECT ON sales.numbers TO reader',
    `CREATE DOMAIN sales.positive AS numeric(10, 2) DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0)`,
    'CREATE TYPE sales.address AS (street text, zip varchar(10))',
    'CREATE TYPE sales.span AS RANGE (subtype = float8)',
    `CREATE TABLE sales.parcels (id int PRIMARY KEY, price sales.positive, goes sales.address[], past private.salaries)`,
    `CREATE FUNCTION sales.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    'CREATE TRIGGER noted BEFORE INSERT ON sales.parcels FOR EACH ROW EXECUTE FUNCTION sales.note()',
    'CREATE TRIGGER noted AFTER UPDATE ON sales.customers FOR EACH ROW EXECUTE FUNCTION sales.note()',
    'ALTER TABLE sales.customers DISABLE TRIGGER noted',
    'CREATE MATERIALIZED VIEW sales.later AS SELECT 1 AS one WITH NO DATA',
    `CREATE FUNCTION sales.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    `CREATE EVENT TRIGGER watch_tables ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION sales.on_ddl()`,
    `CREATE FUNCTION sales.reaches() RETURNS int LANGUAGE sql STABLE AS 'SELECT amount FROM private.salaries'`,
  );
});

describe('describe_object', () => {
  it.each([
    [
      'numbers',
      {
        kind: 'sequence',
        definition:
          'CREATE SEQUENCE sales.numbers AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775806 START WITH 9223372036854775801 CACHE 1 CYCLE',
        facts: { lastValue: '9223372036854775805' },
        grants: expect.arrayContaining(['reader: SELECT']),
      },
    ],
    [
      'opportunities_stage',
      {
        kind: 'index',
        definition: expect.stringContaining('WHERE (stage <>'),
        facts: expect.objectContaining({
          table: 'sales.opportunities',
          method: 'btree',
          unique: false,
          valid: true,
        }),
      },
    ],
    [
      'customers_email_key',
      { kind: 'index', facts: expect.objectContaining({ constraint: 'customers_email_key', unique: true }) },
    ],
    [
      'atomic',
      {
        kind: 'function',
        definition: expect.stringMatching(/BEGIN ATOMIC[\s\S]*FROM sales\.customers[\s\S]*END/),
        facts: expect.objectContaining({ arguments: 'a integer', returns: 'SETOF integer', language: 'sql' }),
        grants: expect.arrayContaining(['PUBLIC: EXECUTE']),
      },
    ],
    ['tidy', { kind: 'procedure', definition: expect.stringContaining('n := 1') }],
    [
      'summed',
      {
        kind: 'aggregate',
        definition: `CREATE AGGREGATE sales.summed(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`,
      },
    ],
    [
      'stage',
      { kind: 'enum', values: ['lead', 'offer', 'won', 'lost'], usedBy: ['sales.opportunities.stage'] },
    ],
    [
      'positive',
      {
        kind: 'domain',
        definition:
          'CREATE DOMAIN sales.positive AS numeric(10,2) DEFAULT 1 NOT NULL CONSTRAINT above CHECK ((VALUE > (0)::numeric))',
      },
    ],
    [
      'address',
      {
        kind: 'composite_type',
        definition: 'CREATE TYPE sales.address AS (street text, zip character varying(10))',
        usedBy: ['sales.parcels.goes'],
      },
    ],
    [
      'span',
      { kind: 'range_type', definition: 'CREATE TYPE sales.span AS RANGE (SUBTYPE = double precision)' },
    ],
    ['by_city', { kind: 'materialized_view', populated: true, columns: expect.anything() }],
    ['later', { kind: 'materialized_view', populated: false }],
    ['events', { kind: 'partitioned_table', partitionKey: 'RANGE (at)' }],
    ['events_2026', { kind: 'table', parents: ['sales.events'] }],
  ])('describes %s', async (name, expected) => {
    const { ok, call } = await connectTools(reader);
    expect(await ok('describe_object', { name, schema: 'sales' })).toMatchObject({
      schema: 'sales',
      name,
      ...expected,
    });
    expect((await call('describe_object', { name, schema: 'sales' })).text).toContain(`sales.${name}`);
  });

  it('answers all that share a name, overloads of a function and triggers of several tables', async () => {
    const { ok, call } = await connectTools(reader);
    expect(await ok('describe_object', { name: 'twice', schema: 'sales' })).toMatchObject({
      comment: 'Doubles',
      definition: expect.stringContaining('RETURN (n * 2)'),
      others: [
        {
          facts: { arguments: 't text', volatility: 'volatile' },
          definition: expect.stringContaining('t || t'),
        },
      ],
    });
    const { text } = await call('describe_object', { name: 'noted', schema: 'sales', kind: 'trigger' });
    expect(text).toContain('table: sales.parcels\nfires: yes\nfunction: sales.note()');
    expect(text).toContain('table: sales.customers\nfires: never: it is disabled');
    expect(text).toContain('BEFORE INSERT ON sales.parcels');
  });

  it('describes extensions and event triggers, which lie in no schema', async () => {
    const { ok } = await connectTools(reader);
    expect(await ok('describe_object', { name: 'pg_stat_statements' })).toMatchObject({ kind: 'view' });
    expect(await ok('describe_object', { name: 'pg_stat_statements', kind: 'extension' })).toMatchObject({
      facts: { version: expect.stringMatching(/^\d/), available: expect.stringMatching(/^\d/) },
      provides: expect.arrayContaining(['view public.pg_stat_statements']),
    });
    expect(await ok('describe_object', { name: 'watch_tables' })).toMatchObject({
      kind: 'event_trigger',
      definition: `CREATE EVENT TRIGGER watch_tables ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION sales.on_ddl()`,
    });
  });

  it('knows types by the names that SQL gives them', async () => {
    const { ok } = await connectTools(reader);
    for (const name of ['timestamp with time zone', 'timestamptz']) {
      expect(await ok('describe_object', { name })).toMatchObject({ kind: 'base_type', name: 'timestamptz' });
    }
  });

  it('finds what search_objects finds, by the same words', async () => {
    const { ok, refused } = await connectTools(reader);
    const found = async (kinds: readonly string[], pattern: string) =>
      (await ok('search_objects', { kinds, pattern, detail: 'summary' })).objects;
    expect(await found(['type'], 'positive')).toEqual([
      { kind: 'type', schema: 'sales', name: 'positive', type: 'domain of numeric(10,2)' },
    ]);
    expect(await found(['trigger'], 'noted')).toEqual([
      { kind: 'trigger', schema: 'sales', name: 'noted', on: 'customers' },
      { kind: 'trigger', schema: 'sales', name: 'noted', on: 'parcels' },
    ]);
    expect(await found(['extension'], 'plpgsql')).toMatchObject([
      { name: 'plpgsql', type: expect.any(String) },
    ]);
    expect(await refused('describe_object', { name: 'stage', schema: 'sales', kind: 'function' })).toContain(
      'No function is called "stage"',
    );
    expect(await refused('describe_object', { name: 'customers', schema: 'sales', kind: 'view' })).toContain(
      'Something of that name is in sales: leave kind out',
    );
    expect(await refused('search_objects', { kinds: [] })).toContain('kinds');
  });

  it.each([
    ['--deny-schemas', 'private'],
    ['--schemas', 'sales'],
  ])('names nothing of closed schemas with %s %s', async (...argv) => {
    const { call, refused } = await connectTools(reader, { argv });
    for (const name of ['reaches', 'parcels']) {
      const answer = await call('describe_object', { name, schema: 'sales' });
      expect(answer.isError).toBe(false);
      expect(JSON.stringify(answer)).not.toContain('private');
      expect(answer.text).toContain('closed schema');
    }
    expect(await refused('describe_object', { name: 'salaries', schema: 'private' })).toContain(
      'does not open',
    );
  });
});
