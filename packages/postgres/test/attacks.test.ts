import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, createDatabase, runAs } from './support/cluster.ts';

let admin = '';
const long = 120_000;

/** Everything a statement could have changed, in one line. */
const fingerprint = async () =>
  JSON.stringify(
    await runAs(
      admin,
      `SELECT (SELECT count(*) FROM sales.customers), (SELECT count(*) FROM sales.opportunities),
        (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v', 'S')), (SELECT count(*) FROM pg_proc), 
        (SELECT last_value FROM sales.customers_id_seq), (SELECT count(*) FROM pg_largeobject_metadata),
        (SELECT count(*) FROM pg_replication_slots)`,
    ),
  );

let before = '';
beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'attacked');
  before = await fingerprint();
});
afterAll(async () => {
  expect(await fingerprint()).toBe(before);
});

/** As a superuser, so that nothing but this server stands in the way. */
const attack = async (sql: string) => {
  const { call } = await connectTools(admin, { argv: ['--allow-superuser'] });
  return call('query', { sql, timeoutMs: 60_000 });
};

describe('more than one statement', () => {
  it.each([
    `COMMIT; INSERT INTO sales.customers (name) VALUES ('x')`,
    `SELECT 1; COMMIT; INSERT INTO sales.customers (name) VALUES ('x')`,
    `ROLLBACK/**/;/**/DELETE FROM sales.opportunities`,
    `SELECT 1 -- \n; DROP TABLE sales.opportunities`,
    `SELECT $$;$$; DROP TABLE sales.opportunities`,
    `SELECT '\\'; DROP TABLE sales.opportunities; --'`,
    `SELECT E'\\''; DROP TABLE sales.opportunities; --'`,
    `END; BEGIN; DROP TABLE sales.opportunities; COMMIT`,
    `/* /* */ */ COMMIT;;; DELETE FROM sales.opportunities`,
    `SELECT U&'\\0027'; DROP TABLE sales.opportunities`,
  ])('is refused: %s', async (sql) => {
    expect(await attack(sql)).toMatchObject({
      isError: true,
      code: expect.stringMatching(/invalid_arguments|forbidden/),
    });
  });
});

describe('reaching past a read-only transaction', () => {
  it.each([
    `SELECT pg_read_file('/etc/passwd')`,
    `SELECT * FROM pg_read_file('/etc/passwd')`,
    `SELECT * FROM sales.customers, LATERAL pg_ls_dir('.')`,
    `SELECT "pg_read_file"('/etc/passwd')`,
    `SELECT U&"pg\\005fread\\005ffile"('/etc/passwd')`,
    `SELECT U&"pg!005fread!005ffile" UESCAPE '!' ('/etc/passwd')`,
    `SELECT pg_catalog.pg_read_binary_file('/etc/passwd')`,
    `SELECT PG_READ_FILE('/etc/passwd')`,
    `SELECT (SELECT max(x) FROM pg_ls_dir('/') x)`,
    `SELECT 1 ORDER BY pg_sleep(1)`,
    `SELECT 1 WHERE EXISTS (SELECT pg_sleep(1e6))`,
    `VALUES (pg_sleep(1))`,
    `SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL) FROM sales.customers`,
    `SELECT pg_stat_file('/etc/passwd')`,
    `SELECT lo_import('/etc/passwd')`,
    `SELECT lo_export(1, '/tmp/x')`,
    `SELECT lo_from_bytea(0, 'x')`,
    `SELECT query_to_xml('DELETE FROM sales.opportunities', true, true, '')`,
    `SELECT cursor_to_xml('x', 1, true, true, '')`,
    `SELECT table_to_xml('sales.customers', true, true, '')`,
    `SELECT * FROM ts_stat('SELECT to_tsvector(pg_read_file(''/etc/passwd''))')`,
    `SELECT set_config('default_transaction_read_only', 'off', false)`,
    `SELECT set_config('role', 'writer', false)`,
    `SELECT pg_advisory_lock(1)`,
    `SELECT pg_try_advisory_lock(1)`,
    `SELECT pg_notify('a', 'b')`,
    `SELECT nextval('sales.customers_id_seq')`,
    `SELECT setval('sales.customers_id_seq', 1)`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity`,
    `SELECT pg_reload_conf()`,
    `SELECT pg_rotate_logfile()`,
    `SELECT pg_switch_wal()`,
    `SELECT pg_stat_reset()`,
    `SELECT pg_stat_statements_reset()`,
    `SELECT pg_create_restore_point('x')`,
    `SELECT pg_create_physical_replication_slot('x')`,
    `SELECT pg_logical_emit_message(false, 'a', 'b')`,
    `SELECT pg_export_snapshot()`,
    `SELECT txid_current()`,
    `SELECT pg_current_xact_id()`,
    `SELECT pg_current_logfile()`,
    `SELECT * FROM pg_hba_file_rules`,
    `SELECT * FROM pg_file_settings`,
    `SELECT dblink('host=127.0.0.1', 'DELETE FROM sales.opportunities')`,
    `SELECT dblink_exec('host=127.0.0.1', 'DELETE FROM sales.opportunities')`,
    `SELECT sales.writes()`,
    `SELECT sales.liar()`,
    `SELECT sales.hidden_liar()`,
    `SELECT * FROM sales.sleeper`,
    `SELECT * FROM sales.deep`,
    `SELECT * FROM sales.lying`,
    `EXPLAIN ANALYZE SELECT pg_sleep(1)`,
    `SHOW pg_sleep; SELECT 1`,
  ])('is refused: %s', async (sql) => {
    const answer = await attack(sql);
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.code).toMatch(/forbidden|invalid_arguments|not_found|unsupported/);
  });

  it('is refused where a schema before pg_catalog shadows what is harmless', async () => {
    await runAs(
      admin,
      `CREATE SCHEMA IF NOT EXISTS shadow`,
      `CREATE OR REPLACE FUNCTION shadow.lower(text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$BEGIN PERFORM pg_sleep(0); RETURN 'x'; END$$`,
      `GRANT USAGE ON SCHEMA shadow TO reader`,
      `ALTER ROLE reader IN DATABASE attacked SET search_path = shadow, pg_catalog`,
    );
    const { refused } = await connectTools(as(admin, 'reader'));
    expect(await refused('query', { sql: `SELECT lower('A')` })).toContain('shadow.lower');
    await runAs(
      admin,
      `ALTER ROLE reader IN DATABASE attacked RESET search_path`,
      `DROP SCHEMA shadow CASCADE`,
    );
    before = await fingerprint();
  });
});

describe('a function that is stable and calls one that is not', () => {
  beforeAll(async () => {
    await runAs(
      admin,
      `CREATE FUNCTION sales.reads_file() RETURNS text LANGUAGE plpgsql VOLATILE AS $$BEGIN RETURN pg_read_file('PG_VERSION'); END$$`,
      `CREATE FUNCTION sales.by_text() RETURNS text LANGUAGE sql STABLE AS 'SELECT sales . "reads_file" ()'`,
      `CREATE FUNCTION sales.by_body() RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT sales.reads_file(); END`,
      `CREATE FUNCTION sales.by_return() RETURNS text LANGUAGE sql STABLE RETURN sales.reads_file()`,
      `CREATE FUNCTION sales.by_language() RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN sales.READS_FILE(); END'`,
      `CREATE FUNCTION sales.by_two() RETURNS text LANGUAGE sql STABLE AS 'SELECT sales.by_text()'`,
      `CREATE VIEW sales.file_view AS SELECT sales.reads_file() AS a`,
      `CREATE VIEW sales.file_view_of_view AS SELECT a FROM sales.file_view`,
      `CREATE VIEW sales.bare_view AS SELECT pg_read_file('PG_VERSION') AS a`,
      `CREATE FUNCTION sales.by_view() RETURNS SETOF text LANGUAGE sql STABLE AS 'SELECT a FROM sales.file_view_of_view'`,
      `CREATE FUNCTION sales.by_bare_view() RETURNS SETOF text LANGUAGE sql STABLE AS 'TABLE sales.bare_view'`,
      `CREATE VIEW sales.by_function AS SELECT sales.by_two() AS a`,
      `CREATE OPERATOR sales.|@| (rightarg = int, procedure = sales.by_operand)`.replace(
        /^/,
        `CREATE FUNCTION sales.by_operand(int) RETURNS text LANGUAGE sql STABLE AS 'SELECT sales.by_text()'; `,
      ),
      // Loops end, and what is harmless stays allowed.
      `CREATE FUNCTION sales.ping(n int) RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN IF n = 0 THEN RETURN 0; END IF; RETURN sales.pong(n - 1); END'`,
      `CREATE FUNCTION sales.pong(n int) RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN IF n = 0 THEN RETURN 0; END IF; RETURN sales.ping(n - 1); END'`,
      `CREATE FUNCTION sales.of_view() RETURNS SETOF numeric LANGUAGE sql STABLE AS 'SELECT amount FROM sales.won ORDER BY 1 LIMIT 1'`,
    );
    before = await fingerprint();
  });

  it.each([
    'SELECT sales.by_text()',
    'SELECT sales.by_body()',
    'SELECT sales.by_return()',
    'SELECT sales.by_language()',
    'SELECT sales.by_two()',
    'SELECT * FROM sales.by_view()',
    'SELECT * FROM sales.by_bare_view()',
    'SELECT * FROM sales.by_function',
    'SELECT OPERATOR(sales.|@|) 1',
  ])('is refused: %s', async (sql) => {
    const answer = await attack(sql);
    expect(answer).toMatchObject({ isError: true, code: 'forbidden' });
    const { call } = await connectTools(admin, { argv: ['--allow-superuser'] });
    expect(await call('explain_query', { sql })).toMatchObject({ isError: true, code: 'forbidden' });
  });

  it('is not refused where the operator vouches for it, nor where it calls what only reads', async () => {
    const vouched = await connectTools(admin, {
      argv: ['--allow-superuser', '--allow-functions', 'sales.by_text'],
    });
    expect(await vouched.rows('SELECT length(sales.by_text()) > 0')).toEqual([[true]]);
    const { rows } = await connectTools(admin, { argv: ['--allow-superuser'] });
    expect(await rows('SELECT sales.ping(5)')).toEqual([[0]]);
    expect(await rows('SELECT * FROM sales.of_view()')).toEqual([['2.00']]);
  });
});

describe('programs and files of the server', () => {
  const marker = join(tmpdir(), `portolan-attack-${process.pid}`);

  it.each([
    `COPY sales.customers TO PROGRAM 'touch ${marker}'`,
    `COPY (SELECT 1) TO PROGRAM 'touch ${marker}'`,
    `COPY sales.customers FROM PROGRAM 'touch ${marker}; cat /dev/null'`,
    `COPY (SELECT 1) TO '${marker}'`,
    `COPY sales.customers FROM '/etc/passwd'`,
    `COPY sales.customers TO STDOUT`,
    `EXPLAIN (COSTS off) COPY sales.customers TO PROGRAM 'touch ${marker}'`,
  ])('are not reached in any mode, by a superuser either: %s', async (sql) => {
    const { call } = await connectTools(admin, { argv: ['--allow-superuser', '--mode', 'admin', '--yes'] });
    for (const [tool, args] of [
      ['query', { sql }],
      ['explain_query', { sql, analyze: true }],
      ['execute', { sql, dryRun: false }],
      ['migrate', { statements: [sql], dryRun: false }],
    ] as const) {
      const answer = await call(tool, args);
      expect([tool, answer.isError], answer.text).toEqual([tool, true]);
      expect(answer.code).toMatch(/forbidden|invalid_arguments/);
    }
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a way to itself', () => {
  let self = '';
  beforeAll(async () => {
    const { port } = new URL(admin);
    self = `host=127.0.0.1 port=${port} dbname=attacked user=audit`;
    await runAs(
      admin,
      'CREATE EXTENSION dblink; CREATE EXTENSION postgres_fdw',
      `CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${port}', dbname 'attacked')`,
      `CREATE USER MAPPING FOR audit SERVER self OPTIONS (user 'audit')`,
      `CREATE VIEW sales.writing AS SELECT sales.writes() AS id`,
      `CREATE FOREIGN TABLE sales.far_writing (id int) SERVER self OPTIONS (schema_name 'sales', table_name 'writing')`,
      `CREATE FOREIGN TABLE sales.far_customers (id int, name text) SERVER self OPTIONS (schema_name 'sales', table_name 'customers')`,
    );
    before = await fingerprint();
  });

  it.each([
    (to: string) => `SELECT dblink_exec('${to}', 'DELETE FROM sales.opportunities')`,
    (to: string) =>
      `SELECT * FROM dblink('${to}', 'DELETE FROM sales.opportunities RETURNING 1') AS t(a int)`,
    (to: string) => `SELECT public.dblink_connect('${to}')`,
    (to: string) => `SELECT dblink_send_query('x', '${to}')`,
    () => `SELECT dblink_get_connections()`,
    () => `SELECT postgres_fdw_disconnect_all()`,
  ])('by an extension that is there is refused (%#)', async (sqlFor) => {
    expect(await attack(sqlFor(self))).toMatchObject({ isError: true, code: 'forbidden' });
    expect(await fingerprint()).toBe(before);
  });

  it.each([
    `INSERT INTO sales.far_customers VALUES (1, 'x')`,
    `WITH x AS (DELETE FROM sales.far_customers RETURNING id) SELECT * FROM x`,
  ])('by a foreign table is refused: %s', async (sql) => {
    expect(await attack(sql)).toMatchObject({ isError: true, code: 'forbidden' });
  });

  it('by reading a foreign table reads, and what a view behind it writes is rolled back with the call', async () => {
    expect(await attack('SELECT id FROM sales.far_customers ORDER BY id LIMIT 1')).toMatchObject({
      isError: false,
      structured: { rows: [[1]] },
    });
    await attack('SELECT * FROM sales.far_writing');
    const rows = `SELECT count(*)::int FROM sales.customers WHERE name = 'by function'`;
    expect(await runAs(admin, rows)).toEqual([[0]]);
    // Its number is spent: no transaction gives those back.
    before = await fingerprint();
  });
});

describe('what is out of measure', () => {
  it.each([
    ['NUL', 'SELECT 1\0; DROP TABLE x', 'invalid_arguments'],
    ['1 MB of SQL', `SELECT ${'1 + '.repeat(260_000)}1`, 'too_large'],
    ['20,000 parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, 'too_large'],
    ['100,000 terms', `SELECT 1${'+1'.repeat(100_000)}`, 'too_large'],
    ['nothing', '   ', 'invalid_arguments'],
    ['a comment', '-- nothing', 'invalid_arguments'],
    ['a value of 1 GB', `SELECT repeat('x', 1000000000)`, expect.stringMatching(/too_large|timeout/)],
    ['100 MB in one row', `SELECT repeat('x', 100000000)`, 'too_large'],
  ])(
    '%s is refused and the server goes on',
    async (_what, sql, code) => {
      const { call, rows } = await connectTools(as(admin, 'reader'));
      expect(await call('query', { sql, timeoutMs: 60_000 })).toMatchObject({ isError: true, code });
      expect(await rows('SELECT 1')).toEqual([[1]]);
    },
    long,
  );

  it('20,000 short rows of 100 MB are answered with a part, and say so', async () => {
    const { ok } = await connectTools(as(admin, 'reader'));
    const answer = await ok('query', {
      sql: `SELECT n, repeat('x', 5000) FROM generate_series(1, 20000) n`,
      limit: 10_000,
    });
    expect(answer).toMatchObject({
      truncated: 'bytes',
      cutCells: expect.any(Number),
      nextCursor: expect.any(String),
    });
    expect(JSON.stringify(answer).length).toBeLessThan(70_000);
  });
});
