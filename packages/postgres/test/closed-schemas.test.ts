import pg from 'pg';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, createDatabase, runAs } from './support/cluster.ts';

let admin = '';
let reader = '';

/** What the settings say to close the schema `private`, by naming it or by naming the others. */
const closings = [
  ['--deny-schemas', 'private'],
  ['--schemas', 'sales'],
];

/** Checks that each schema provokes. */
const provoked = [
  'autovacuum_off',
  'dead_rows',
  'duplicate_indexes',
  'foreign_keys_without_index',
  'invalid_indexes',
  'never_analyzed',
  'scanned_tables',
  'sequences_near_end',
  'stale_statistics',
  'tables_without_primary_key',
  'unused_indexes',
  'unvalidated_constraints',
];

/** Clears the counts of this database alone. */
const forget =
  'SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)';

/** One of everything a check names, called `wages…`. */
const worn = (schema: string) => [
  `CREATE TABLE ${schema}.wages_known (id int PRIMARY KEY)`,
  `CREATE TABLE ${schema}.wages_${schema} (a int, b int REFERENCES private.wages_known) WITH (autovacuum_enabled = off)`,
  `INSERT INTO ${schema}.wages_${schema} (a) SELECT n FROM generate_series(1, 60000) n`,
  `CREATE INDEX ON ${schema}.wages_${schema} (a)`,
  `CREATE INDEX wages_spare_${schema} ON ${schema}.wages_${schema} (a)`,
  `CREATE INDEX wages_broken_${schema} ON ${schema}.wages_${schema} (a, b)`,
  `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${schema}.wages_broken_${schema}'::regclass`,
  `ALTER TABLE ${schema}.wages_${schema} ADD CONSTRAINT wages_positive_${schema} CHECK (a > 0) NOT VALID`,
  `CREATE SEQUENCE ${schema}.wages_far_${schema} AS int`,
  `GRANT SELECT ON ${schema}.wages_far_${schema} TO reader`,
  `SELECT setval('${schema}.wages_far_${schema}', 2000000000)`,
  ...Array.from({ length: 101 }, () => `SELECT count(*) + 40 FROM ${schema}.wages_${schema} WHERE b IS NULL`),
  // Sets the number of rows without counting as an analysis of the table.
  `UPDATE pg_class SET reltuples = 60000 WHERE oid = '${schema}.wages_${schema}'::regclass`,
  `UPDATE ${schema}.wages_${schema} SET b = NULL WHERE a <= 40000`,
];

async function session(...statements: readonly string[]): Promise<pg.Client> {
  const client = new pg.Client(admin);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  for (const text of statements) await client.query(text);
  return client;
}

beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'closed_schemas');
  reader = as(admin, 'reader');
  await runAs(admin, ...worn('private'), ...worn('sales'));
});

describe.each(closings)('%s %s', (...argv) => {
  it('keeps closed schemas out of every check', async () => {
    const closed = await connectTools(reader, { argv });
    const open = await connectTools(reader);
    const found = async (client: typeof open) => {
      const { checks } = await client.ok('check_health');
      return Array.isArray(checks)
        ? checks.filter(({ evidence }) => /wages/.test(JSON.stringify(evidence)))
        : [];
    };
    // The statistics come in late.
    await expect.poll(async () => (await found(open)).map(({ name }) => name).toSorted()).toEqual(provoked);
    for (const { name, evidence } of await found(open)) {
      expect(JSON.stringify(evidence), name).toMatch(/private/);
    }
    const kept = await found(closed);
    expect(kept.map(({ name }) => name).toSorted()).toEqual(provoked);
    expect(JSON.stringify(kept)).not.toMatch(/private/);
  });

  it('names no closed table that a session waits for or works on, nor shows its statement', async () => {
    const holder = await session('BEGIN', 'LOCK TABLE private.salaries, sales.tenants');
    const lockers = ['SELECT who FROM Private.salaries', 'SELECT owner FROM sales.tenants'].map(async (sql) =>
      (await session()).query(sql),
    );
    const { ok } = await connectTools(reader, { argv });
    const seen = () => ok('list_activity');
    // Locks are those of the whole server, sessions those of this database.
    const blocked = { blockedBy: [expect.any(Number)] };
    await expect
      .poll(async () => (await seen()).sessions)
      .toEqual([
        expect.objectContaining({ state: 'idle in transaction' }),
        expect.objectContaining(blocked),
        expect.objectContaining(blocked),
      ]);
    const activity = await seen();
    expect(activity.waits).toContainEqual(expect.objectContaining({ relation: 'sales.tenants' }));
    expect(activity.sessions).toContainEqual(
      expect.objectContaining({ query: 'SELECT owner FROM sales.tenants' }),
    );
    expect(activity.sessions).toContainEqual(
      expect.objectContaining({
        query: expect.stringContaining('Not shown'),
        blockedBy: [expect.any(Number)],
      }),
    );
    expect(JSON.stringify(activity)).not.toMatch(/private|salaries/i);
    await holder.query('ROLLBACK');
    await Promise.all(lockers);
  });

  it('shows no text of a statement that names a closed schema, however it is spelled', async () => {
    const asked = [
      'SELECT count(*) FROM sales.wages_known',
      'SELECT count(*) FROM private.wages_known',
      'SELECT count(*) FROM "private"."salaries"',
      'SELECT count(*) FROM U&"\\0070rivate".wages_private',
      'SET search_path = "PRIVATE", private',
      'SELECT sum(amount) FROM Salaries',
    ];
    await runAs(admin, forget, 'SET search_path = private', ...asked);
    const { ok } = await connectTools(reader, { argv });
    const { queries } = await ok('get_top_queries', { limit: 100 });
    expect(queries).toContainEqual(
      expect.objectContaining({ query: 'SELECT count(*) FROM sales.wages_known', calls: 1 }),
    );
    expect(queries).toContainEqual(
      expect.objectContaining({ query: expect.stringContaining('Not shown'), calls: 1 }),
    );
    expect(JSON.stringify(queries)).not.toMatch(/rivate|salaries/i);
    const advised = await ok('advise_indexes');
    expect(JSON.stringify(advised)).not.toMatch(/rivate|salaries/i);
  });

  it('shows no text of another database, where names mean something else', async () => {
    const elsewhere = new pg.Client(inject('adminUrl'));
    await elsewhere.connect();
    onTestFinished(() => elsewhere.end());
    await elsewhere.query('SELECT 1 AS of_another_database');
    const asked = { idle: true, allDatabases: true };
    const open = await connectTools(reader);
    expect(JSON.stringify(await open.ok('list_activity', asked))).toContain('of_another_database');
    const { ok } = await connectTools(reader, { argv });
    const { sessions } = await ok('list_activity', asked);
    expect(sessions).toContainEqual(
      expect.objectContaining({ database: 'postgres', query: expect.stringContaining('Not shown') }),
    );
    expect(JSON.stringify(sessions)).not.toContain('of_another_database');
  });

  it('advises no index on a closed table', async () => {
    const { ok } = await connectTools(reader, { argv });
    const advised = await ok('advise_indexes', {
      queries: ['SELECT FROM private.salaries WHERE amount = $1'],
    });
    expect(advised).toMatchObject({
      advice: [],
      notExamined: [{ why: expect.stringContaining('does not open') }],
    });
  });
});

describe('a catalog that is closed too', () => {
  const argv = ['--schemas', 'sales', '--deny-schemas', 'pg_catalog,information_schema'];

  it.each([
    'SELECT relname FROM pg_class',
    'SELECT * FROM pg_catalog.pg_namespace',
    'SELECT * FROM information_schema.tables',
    'SELECT prosrc FROM pg_proc',
    'SELECT query FROM pg_stat_activity',
    `SELECT 'private.salaries'::regclass`,
    `SELECT 16400::pg_catalog.regclass`,
    'SELECT CAST(n AS regproc) FROM generate_series(1, 9) n',
    'SELECT ARRAY[1]::regtype[]',
    'SELECT regclass(16400::oid)',
    `SELECT to_regclass('private.salaries')`,
    `SELECT pg_get_viewdef(16400)`,
    `SELECT pg_describe_object(1259, 16400, 0)`,
    `SELECT has_schema_privilege('private', 'USAGE')`,
    `SELECT obj_description(16400, 'pg_class')`,
    `SELECT format_type(16400, NULL)`,
    `SELECT table_to_xmlschema('private.salaries', true, true, '')`,
    `SELECT pg_relation_size('private.salaries')`,
    `EXPLAIN SELECT relname FROM pg_class`,
  ])('gives no names by a statement: %s', async (sql) => {
    const { call } = await connectTools(reader, { argv });
    expect(await call('query', { sql })).toMatchObject({ isError: true, code: 'forbidden' });
    expect(await call('explain_query', { sql })).toMatchObject({ isError: true });
  });

  it('leaves the language, and the tools that show open schemas', async () => {
    const { rows, ok } = await connectTools(reader, { argv });
    const sql = `SELECT lower(name), count(*), pg_typeof(max(revenue))::text, now() IS NOT NULL, 'a' || 1
      FROM sales.customers WHERE id = ANY ($1::int[]) AND name LIKE 'C%' GROUP BY 1`;
    expect(await rows(sql, { params: ['{1}'] })).toEqual([['customer 1', '1', 'numeric', true, 'a1']]);
    expect(await ok('search_objects', { pattern: 'customers' })).toMatchObject({
      objects: [{ name: 'customers' }],
    });
    expect(await ok('describe_object', { name: 'customers', schema: 'sales' })).toMatchObject({
      columns: expect.any(Array),
    });
    await ok('sample_table', { name: 'customers', schema: 'sales' });
    await ok('explain_query', { sql: 'SELECT * FROM sales.customers' });
    await ok('check_health');
  });
});
