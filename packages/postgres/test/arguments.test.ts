import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTempFolder } from '@portolan/testing';
import pg from 'pg';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openSession } from '../src/connection/open-session.ts';
import { connectTools } from '../src/tools/test-support.ts';
import { createDatabase, runAs } from './support/cluster.ts';
import { settingsOf } from './support/database.ts';

const [admin, reader, writer] = [inject('adminUrl'), inject('readerUrl'), inject('writerUrl')];

async function bystander(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  for (const text of statements) await client.query(text);
}

describe('query', () => {
  it('answers no more bytes than asked for, and goes on where it stopped', async () => {
    const { ok } = await connectTools(reader);
    const call = { sql: `SELECT repeat('x', 100) || n FROM generate_series(1, 50) n`, maxBytes: 1_024 };
    const page = await ok('query', call);
    expect(page).toMatchObject({ truncated: 'bytes', nextCursor: expect.any(String) });
    expect(JSON.stringify(page.rows).length).toBeLessThanOrEqual(1_024);
    const next = await ok('query', { ...call, cursor: page.nextCursor });
    expect(JSON.stringify(next.rows)).toContain(`x${Number(page.rowCount) + 1}"`);
  });

  it('ends at the time asked for, as does a plan that is run', async () => {
    const { call } = await connectTools(reader);
    const slow = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r';
    expect(await call('query', { sql: slow, timeoutMs: 200 })).toMatchObject({ code: 'timeout' });
    expect(await call('explain_query', { sql: slow, analyze: true, timeoutMs: 200 })).toMatchObject({
      code: 'timeout',
    });
  });
});

describe('the settings of the operator', () => {
  it('--max-cost refuses what the planner thinks dearer, and says how dear', async () => {
    const { rows, ok, refused } = await connectTools(reader, { argv: ['--max-cost', '1000'] });
    expect(await rows('SELECT 1')).toEqual([[1]]);
    const dear = 'SELECT count(*) FROM sales.customers a, sales.customers b';
    expect(await refused('query', { sql: dear })).toMatch(/^too_large: .*planner.* allows 1000/);
    expect(await ok('query_batch', { queries: [{ sql: dear }] })).toMatchObject({
      results: [{ error: 'too_large' }],
    });
    expect(await ok('explain_query', { sql: dear })).toHaveProperty('plan');
    expect(await refused('explain_query', { sql: dear, analyze: true })).toContain('allows 1000');
  });

  it('--allow-functions lets these volatile functions be called, and no other', async () => {
    const url = await createDatabase(admin, 'allowing');
    await runAs(
      url,
      `CREATE FUNCTION sales.now_is() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 7; END'`,
      `CREATE FUNCTION sales.other() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 8; END'`,
    );
    const from = url.replace('//audit@', '//reader@');
    const usual = await connectTools(from);
    expect(await usual.refused('query', { sql: 'SELECT sales.now_is()' })).toContain('sales.now_is');
    const { rows, refused } = await connectTools(from, { argv: ['--allow-functions', 'sales.now_is'] });
    expect(await rows('SELECT sales.now_is()')).toEqual([[7]]);
    expect(await refused('query', { sql: 'SELECT sales.other()' })).toContain('sales.other');
  });

  it('end a transaction that nobody goes on with', async () => {
    const session = await openSession(settingsOf(reader));
    onTestFinished(() => session.close());
    const { steps } = await session.link.fly({
      text: `SELECT current_setting('idle_in_transaction_session_timeout')`,
    });
    expect(steps[0]?.rows[0]).toEqual(['1min']);
  });
});

describe('a change', () => {
  const dml = { argv: ['--mode', 'dml', '--yes'] };

  it('without WHERE is made only where it is meant', async () => {
    await runAs(
      admin,
      'CREATE TABLE sales.all_of_it (a int)',
      'INSERT INTO sales.all_of_it VALUES (1), (2)',
      'GRANT ALL ON sales.all_of_it TO writer',
    );
    const { ok, refused } = await connectTools(writer, dml);
    const sql = 'UPDATE sales.all_of_it SET a = 0';
    expect(await refused('execute', { sql, dryRun: false })).toContain('WHERE');
    expect(await ok('execute', { sql, dryRun: false, allowWithoutWhere: true })).toMatchObject({
      affected: 2,
      committed: true,
    });
  });

  it('ends at the time asked for and changes nothing', async () => {
    const { call } = await connectTools(writer, dml);
    const sql = `INSERT INTO sales.events SELECT date '2026-01-01', repeat(md5(n::text), 100) FROM generate_series(1, 100000000) n`;
    expect(await call('execute', { sql, dryRun: false, timeoutMs: 300 })).toMatchObject({ code: 'timeout' });
    expect(await runAs(admin, 'SELECT count(*)::int FROM sales.events')).toEqual([[0]]);
  });

  it('of the schema waits for a lock no longer than asked for', async () => {
    await runAs(admin, 'CREATE TABLE sales.locked (a int)', 'ALTER TABLE sales.locked OWNER TO writer');
    await bystander(admin, 'BEGIN', 'LOCK TABLE sales.locked');
    const { call } = await connectTools(writer, { argv: ['--mode', 'ddl', '--yes'] });
    const statements = ['ALTER TABLE sales.locked ADD COLUMN b int'];
    // Shorter than the usual wait, so that without the argument the call would be out of time.
    const given = { statements, dryRun: false, timeoutMs: 1_000 };
    expect(await call('migrate', given)).toMatchObject({ code: 'timeout' });
    const answer = await call('migrate', { ...given, lockTimeoutMs: 100 });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('lock') });
    expect(answer.code).not.toBe('timeout');
  });
});

it('long work tells how far it is', async () => {
  const { client } = await connectTools(reader);
  const told: string[] = [];
  const listen = {
    onprogress: ({ progress, total }: { progress: number; total?: number | undefined }) => {
      told.push(`${progress} of ${total}`);
    },
  };
  const queries = [1, 2, 3].map((n) => ({ sql: `SELECT ${n}` }));
  await client.callTool({ name: 'query_batch', arguments: { queries } }, listen);
  expect(told).toEqual(['0 of 3', '1 of 3', '2 of 3']);
  told.length = 0;
  await client.callTool({ name: 'check_health', arguments: {} }, listen);
  expect(told.length).toBeGreaterThan(3);
});

describe('what is looked at', () => {
  it('list_activity shows sessions of other databases only when asked', async () => {
    await runAs(admin, 'CREATE DATABASE elsewhere');
    await bystander(admin.replace(/\/postgres$/, '/elsewhere'), `SET application_name = 'far away'`, 'BEGIN');
    const { ok } = await connectTools(reader);
    const far = expect.objectContaining({ application: 'far away', database: 'elsewhere' });
    expect((await ok('list_activity')).sessions).not.toContainEqual(far);
    expect((await ok('list_activity', { allDatabases: true })).sessions).toContainEqual(far);
  });

  it('get_top_queries and get_table_stats order and bound what they answer', async () => {
    const { ok } = await connectTools(reader);
    const calls = async (orderBy: string) => {
      const { queries } = await ok('get_top_queries', { orderBy, limit: 5 });
      return Array.isArray(queries) ? queries.map((query) => Number(query.calls)) : [];
    };
    const byCalls = await calls('calls');
    expect(byCalls).toHaveLength(5);
    expect(byCalls).toEqual(byCalls.toSorted((one, other) => other - one));
    expect((await ok('get_table_stats', { limit: 2 })).tables).toHaveLength(2);
  });

  it('every tool takes the source its caller names', async () => {
    await using folder = await createTempFolder();
    const file = join(folder.path, 'sources.json');
    await writeFile(
      file,
      JSON.stringify({ sources: { one: { url: reader, mode: 'admin' }, two: { url: reader } } }),
    );
    const { client, call } = await connectTools('', { argv: ['--config', file, '--yes'] });
    const { tools } = await client.listTools();
    const samples: Readonly<Record<string, unknown>> = { integer: 1, string: 'x', array: ['SELECT 1'] };
    for (const { name, inputSchema } of tools) {
      const sample = Object.fromEntries(
        (inputSchema.required ?? []).map((key) => {
          const type: unknown = Reflect.get(Object(inputSchema.properties?.[key]), 'type');
          return [key, key === 'queries' ? [{ sql: 'SELECT 1' }] : samples[String(type)]];
        }),
      );
      const none = await call(name, { ...sample, source: 'none' });
      expect(none.text, name).toMatch(/No source.*one, two/);
      expect((await call(name, sample)).text, name).toMatch(/source is missing.*one, two/);
    }
    expect(tools).toHaveLength(18);
  });
});
