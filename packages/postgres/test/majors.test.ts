import { startPostgres, type TestPostgres } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSession } from '../src/connection/open-session.ts';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';
import { settingsOf } from './support/database.ts';
import { binariesOf, majors } from './support/embedded.ts';

const setup = [
  'CREATE ROLE reader LOGIN; GRANT pg_read_all_stats, pg_read_all_settings TO reader; CREATE ROLE writer LOGIN',
  'CREATE TABLE public.things (id int PRIMARY KEY, name text)',
  `INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(1, 100) n`,
  'GRANT SELECT ON things TO reader; GRANT SELECT, UPDATE, DELETE ON things TO writer',
];

describe.each(majors)('Postgres %i', (major) => {
  let postgres: TestPostgres;
  let url = '';
  beforeAll(async () => {
    postgres = await startPostgres({ binaries: binariesOf(major) });
    await runAs(postgres.url, ...setup);
    url = as(postgres.url, 'reader');
  });
  afterAll(() => postgres[Symbol.asyncDispose]());

  it('answers every reading tool', async () => {
    const { ok, rows } = await connectTools(url);
    expect(await rows('SELECT name FROM things WHERE id = $1', { params: [7] })).toEqual([['thing 7']]);
    expect(await ok('check_connection')).toMatchObject({
      server: expect.stringContaining(`PostgreSQL ${major}`),
    });
    expect(await ok('search_objects')).toMatchObject({ objects: [{ name: 'things' }] });
    expect(await ok('describe_object', { name: 'things' })).toMatchObject({
      columns: [{ name: 'id' }, { name: 'name' }],
    });
    expect(await ok('explain_query', { sql: 'SELECT * FROM things', analyze: true })).toMatchObject({
      executionMs: expect.any(Number),
    });
    expect(await ok('explain_query', { sql: 'SELECT * FROM things WHERE id = $1' })).toMatchObject({
      plan: expect.stringContaining('(id = $1)'),
    });
    expect(await ok('list_activity', { idle: true })).toMatchObject({ blocking: [] });
    expect(await ok('get_table_stats')).toMatchObject({ tables: [{ table: 'things' }] });
    expect(await ok('list_settings', { pattern: 'work_mem' })).toHaveProperty('settings');
  });

  it('examines every check of health that this version has', async () => {
    const { ok } = await connectTools(url);
    const { checks } = await ok('check_health', { showPassed: true });
    const missed = Array.isArray(checks) ? checks.filter(({ status }) => status === 'not_examined') : [];
    expect(missed).toEqual(major === 14 ? [expect.objectContaining({ name: 'collation_versions' })] : []);
  });

  it('tells the columns of a query from functions of a masked row', async () => {
    const { rows, refused } = await connectTools(url, { argv: ['--mask', 'things.name'] });
    expect(await rows('SELECT x.max, x.min FROM (SELECT max(id), min(id) FROM things) x')).toEqual([
      [100, 1],
    ]);
    for (const name of ['max', 'array_agg', 'to_json']) {
      const said = await refused('query', { sql: `SELECT t.${name} FROM things t` });
      // max of a row is there since 18; before, the server has no such column.
      expect(said).toContain(name === 'max' && major < 18 ? 'does not exist' : 'could show a whole row');
    }
  });

  it('keeps to the layers', async () => {
    const { refused } = await connectTools(url);
    for (const sql of [
      'DELETE FROM things',
      `SELECT pg_read_file('x')`,
      'SELECT 1; SELECT 2',
      'SELECT pg_sleep(1)',
    ]) {
      expect(await refused('query', { sql })).toMatch(/forbidden|invalid_arguments/);
    }
    const admin = await connectTools(postgres.url);
    expect(await admin.refused('query', { sql: 'SELECT 1' })).toContain('superuser');
  });

  it('begins sessions with their limits, that of a whole transaction where the version has one', async () => {
    const hasOne = major >= 17;
    const session = await openSession(settingsOf(url));
    onTestFinished(() => session.close());
    expect(session.startUp).toBe(hasOne ? 'all' : 'before_17');
    const own = await session.link.fly({ text: 'DISCARD ALL' }, { text: `SHOW statement_timeout` });
    expect(own.steps[1]?.rows).toEqual([['15s']]);
    const { rows } = await connectTools(url);
    for (const [timeoutMs, statement, transaction] of [
      [undefined, '15s', '20s'],
      [30_000, '30s', '35s'],
    ]) {
      expect(await rows('SHOW statement_timeout', { timeoutMs })).toEqual([[statement]]);
      if (hasOne) expect(await rows('SHOW transaction_timeout', { timeoutMs })).toEqual([[transaction]]);
    }
  });

  it('changes rows by a dry run and then for good, and undoes too many', async () => {
    const { ok, refused, rows } = await connectTools(as(postgres.url, 'writer'), {
      argv: ['--mode', 'dml', '--yes'],
    });
    const change = { sql: `UPDATE things SET name = 'other' WHERE id = 1 RETURNING name` };
    expect(await ok('execute', change)).toMatchObject({ committed: false, returned: [['other']] });
    expect(await rows('SELECT name FROM things WHERE id = 1')).toEqual([['thing 1']]);
    expect(await ok('execute', { ...change, dryRun: false })).toMatchObject({ committed: true });
    expect(await rows('SELECT name FROM things WHERE id = 1')).toEqual([['other']]);
    const wide = { sql: 'DELETE FROM things WHERE id > 1', maxRows: 5, dryRun: false };
    expect(await refused('execute', wide)).toContain('Nothing was changed');
  });

  it('stops a statement on the server when its call is cancelled', async () => {
    const { call, rows } = await connectTools(url);
    const sql =
      'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r -- stopped';
    const running = async () =>
      (
        await runAs(
          postgres.url,
          `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%-- stopped' AND pid <> pg_backend_pid()`,
        )
      )[0]?.[0];
    const controller = new AbortController();
    const refused = expect(call('query', { sql }, controller.signal)).rejects.toThrow();
    await expect.poll(running).toBe(1);
    controller.abort('enough');
    await refused;
    await expect.poll(running).toBe(0);
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });
});
