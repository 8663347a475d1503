import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, type TestPostgres, unprivileged } from '@portolan/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { healthAreas, healthChecks } from '../src/health/check-health.ts';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';
import { binariesOf } from './support/embedded.ts';

const Checks = z.array(
  z.looseObject({
    name: z.string(),
    status: z.string(),
    why: z.string().optional(),
    evidence: z
      .array(z.object({ object: z.string(), found: z.string(), fix: z.string().optional() }))
      .optional(),
  }),
);

const all = ['--allow-superuser'];

/** What one check says; its connections are over then, for it is asked again and again. */
async function look(url: string, name: string, limit?: number) {
  await using client = await connectTools(url, { argv: all });
  const limits = limit === undefined ? {} : { limits: { [name]: limit } };
  const { checks } = await client.ok('check_health', { showPassed: true, ...limits });
  return Checks.parse(checks).find((check) => check.name === name);
}

async function session(url: string, ...statements: readonly string[]) {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  for (const text of statements) await client.query(text);
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  return { client, pid: Number(rows[0]?.pid) };
}

describe.each([14, 18] as const)('a healthy Postgres %i', (major) => {
  it('passes every check', async () => {
    await using server = await startPostgres({ binaries: binariesOf(major), settings: ['fsync=on'] });
    await runAs(
      server.url,
      'CREATE TABLE kept (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, other int UNIQUE REFERENCES kept)',
      'INSERT INTO kept (other) SELECT NULL FROM generate_series(1, 3000)',
      'VACUUM ANALYZE kept',
      // Over 100,000 blocks, all found in memory.
      'DO $$ BEGIN FOR n IN 1..8000 LOOP PERFORM count(*) FROM kept; END LOOP; END $$',
    );
    const { ok } = await connectTools(server.url, { argv: all });
    const { checks } = await ok('check_health', { showPassed: true });
    const found = Checks.parse(checks);
    expect(found).toHaveLength(healthAreas.flatMap((area) => healthChecks[area]).length);
    expect(found.filter(({ status }) => status !== 'ok').map(({ name, why }) => [name, why])).toEqual(
      major === 14 ? [['collation_versions', 'Needs Postgres 15.']] : [],
    );
  });
});

describe('what sessions do', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({
      settings: ['max_prepared_transactions=5', 'shared_buffers=128kB', 'deadlock_timeout=20ms'],
    });
    await runAs(
      server.url,
      'CREATE ROLE blind LOGIN',
      'CREATE TABLE rows AS SELECT n AS id, n AS a FROM generate_series(1, 2) n',
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('a transaction that is idle', async () => {
    expect(await look(server.url, 'idle_in_transaction', 0)).toMatchObject({ status: 'ok' });
    const { pid } = await session(server.url, 'BEGIN');
    expect(await look(server.url, 'idle_in_transaction', 0)).toMatchObject({
      status: 'warning',
      evidence: [
        {
          object: `pid ${pid}`,
          found: expect.stringContaining('audit idle since'),
          fix: `SELECT pg_terminate_backend(${pid})`,
        },
      ],
    });
    expect(await look(server.url, 'idle_in_transaction')).toMatchObject({ status: 'ok' });
    // To a role that sees nothing of it, it is not well.
    expect(await look(as(server.url, 'blind'), 'idle_in_transaction', 0)).toMatchObject({
      status: 'not_examined',
      why: expect.stringMatching(/sessions of other roles .* GRANT pg_read_all_stats TO blind/),
    });
  });

  it('a statement that runs for long', async () => {
    expect(await look(server.url, 'long_statements', 0.2)).toMatchObject({ status: 'ok' });
    const { client, pid } = await session(server.url);
    const running = client.query('SELECT pg_sleep(600)').catch(() => {});
    await expect
      .poll(() => look(server.url, 'long_statements', 0.2))
      .toMatchObject({
        status: 'warning',
        evidence: [
          {
            object: `pid ${pid}`,
            found: 'audit: SELECT pg_sleep(600)',
            fix: `SELECT pg_cancel_backend(${pid})`,
          },
        ],
      });
    expect(await look(as(server.url, 'blind'), 'long_statements', 0.2)).toMatchObject({
      status: 'not_examined',
    });
    await runAs(server.url, `SELECT pg_cancel_backend(${pid})`);
    await running;
  });

  it('a session that waits for a lock, to every role', async () => {
    expect(await look(server.url, 'blocked_sessions', 0)).toMatchObject({ status: 'ok' });
    const holder = await session(server.url, 'BEGIN', 'LOCK TABLE rows');
    const waiter = await session(server.url);
    const waiting = waiter.client.query('SELECT FROM rows');
    // What is idle has nothing to cancel; a role that cannot see that begins with the gentler way.
    for (const [url, stop] of [
      [server.url, 'terminate'],
      [as(server.url, 'blind'), 'cancel'],
    ] as const) {
      await expect
        .poll(() => look(url, 'blocked_sessions', 0))
        .toMatchObject({
          status: 'critical',
          evidence: [
            {
              object: `pid ${waiter.pid}`,
              found: `waits for ${holder.pid}`,
              fix: `SELECT pg_${stop}_backend(${holder.pid})`,
            },
          ],
        });
    }
    await holder.client.query('ROLLBACK');
    await waiting;
  });

  it('a session that waits for a prepared transaction', async () => {
    await session(server.url, 'BEGIN', 'LOCK TABLE rows', `PREPARE TRANSACTION 'held'`);
    const waiter = await session(server.url);
    const waiting = waiter.client.query('SELECT FROM rows');
    await expect
      .poll(() => look(server.url, 'blocked_sessions', 0))
      .toMatchObject({
        evidence: [
          { found: 'waits for a prepared transaction', fix: 'SELECT gid, prepared FROM pg_prepared_xacts' },
        ],
      });
    await runAs(server.url, `ROLLBACK PREPARED 'held'`);
    await waiting;
  });

  it('a prepared transaction that nobody ended', async () => {
    expect(await look(server.url, 'prepared_transactions', 0)).toMatchObject({ status: 'ok' });
    await session(server.url, 'BEGIN', 'CREATE TABLE held ()', `PREPARE TRANSACTION 'left'`);
    const found = await look(server.url, 'prepared_transactions', 0);
    expect(found).toMatchObject({
      status: 'critical',
      evidence: [{ object: 'left', fix: `ROLLBACK PREPARED 'left'` }],
    });
    await runAs(server.url, found?.evidence?.[0]?.fix ?? '');
    expect(await look(server.url, 'prepared_transactions', 0)).toMatchObject({ status: 'ok' });
  });

  it('deadlocks', async () => {
    expect(await look(server.url, 'deadlocks', 0)).toMatchObject({ status: 'ok' });
    const one = await session(server.url, 'BEGIN', 'UPDATE rows SET a = 1 WHERE id = 1');
    const two = await session(server.url, 'BEGIN', 'UPDATE rows SET a = 1 WHERE id = 2');
    const ends = await Promise.allSettled([
      one.client.query('UPDATE rows SET a = 2 WHERE id = 2'),
      two.client.query('UPDATE rows SET a = 2 WHERE id = 1'),
    ]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    // A session says what it counted when it ends, if not before.
    await Promise.all([one.client.end(), two.client.end()]);
    await expect
      .poll(() => look(server.url, 'deadlocks', 0))
      .toMatchObject({ status: 'warning', evidence: [{ object: 'postgres', found: '1 deadlocks' }] });
  });

  it('temporary files, and blocks that are not in memory', async () => {
    expect(await look(server.url, 'temporary_files', 1)).toMatchObject({ status: 'ok' });
    const reading = Array.from({ length: 40 }, () => 'SELECT count(*) FROM plain');
    await runAs(
      server.url,
      `CREATE TABLE plain AS SELECT n, repeat(md5(n::text), 60) AS filler FROM generate_series(1, 16000) n`,
      `SET work_mem = '64kB'`,
      'SELECT count(*) FROM (SELECT n FROM generate_series(1, 400000) n ORDER BY random()) sorted',
      ...reading,
    );
    await expect
      .poll(() => look(server.url, 'temporary_files', 1))
      .toMatchObject({
        status: 'info',
        evidence: [
          {
            object: 'postgres',
            found: expect.stringMatching(/ in \d+ files$/),
            fix: expect.stringContaining('work_mem'),
          },
        ],
      });
    await expect
      .poll(() => look(server.url, 'cache_hit_ratio'))
      .toMatchObject({
        status: 'warning',
        evidence: [{ object: 'postgres', fix: expect.stringContaining('shared_buffers') }],
      });
  });

  it('a collation whose order is not that of its indexes any more', async () => {
    await runAs(server.url, `CREATE COLLATION sorted (provider = icu, locale = 'fr')`);
    expect(await look(server.url, 'collation_versions')).toMatchObject({ status: 'ok' });
    await runAs(
      server.url,
      `UPDATE pg_collation SET collversion = '1' WHERE collname = 'sorted'`,
      `UPDATE pg_database SET datcollversion = '1' WHERE datname = current_database()`,
    );
    const found = await look(server.url, 'collation_versions');
    expect(found).toMatchObject({ status: 'critical' });
    expect(found?.evidence).toContainEqual({
      object: 'public.sorted',
      found: expect.stringMatching(/^1 recorded, .* installed$/),
      fix: 'REINDEX DATABASE postgres; ALTER COLLATION public.sorted REFRESH VERSION',
    });
    await runAs(server.url, 'ALTER COLLATION public.sorted REFRESH VERSION');
    expect((await look(server.url, 'collation_versions'))?.evidence ?? []).not.toContainEqual(
      expect.objectContaining({ object: 'public.sorted' }),
    );
  });

  it('does not call well what is not counted', async () => {
    expect(await look(server.url, 'dead_rows')).toMatchObject({ status: 'ok' });
    await runAs(server.url, 'ALTER SYSTEM SET track_counts = off', 'SELECT pg_reload_conf()');
    await expect
      .poll(() => look(server.url, 'dead_rows'))
      .toMatchObject({ status: 'not_examined', why: 'Nothing is counted: track_counts is off.' });
    await runAs(server.url, 'ALTER SYSTEM RESET track_counts', 'SELECT pg_reload_conf()');
    await expect.poll(() => look(server.url, 'dead_rows')).toMatchObject({ status: 'ok' });
  });

  it('names sequences past their middle, and those it may not read', async () => {
    await runAs(
      server.url,
      'CREATE SCHEMA counted; GRANT USAGE ON SCHEMA counted TO blind',
      'CREATE SEQUENCE counted.near MAXVALUE 10; CREATE SEQUENCE counted.far MAXVALUE 10',
      `SELECT setval('counted.near', 9), setval('counted.far', 2)`,
    );
    const blind = as(server.url, 'blind');
    expect(await look(blind, 'sequences_near_end')).toEqual({
      name: 'sequences_near_end',
      threshold: expect.any(String),
      status: 'not_examined',
      why: '2 sequences say nothing to this role; GRANT SELECT ON ALL SEQUENCES IN SCHEMA counted TO blind.',
    });
    await runAs(server.url, 'GRANT SELECT ON counted.near TO blind');
    expect(await look(blind, 'sequences_near_end')).toMatchObject({
      status: 'critical',
      evidence: [{ object: 'counted.near', found: '9 of 10' }],
      why: expect.stringMatching(/^1 sequences/),
    });
    await runAs(
      server.url,
      'GRANT SELECT ON ALL SEQUENCES IN SCHEMA counted TO blind',
      `SELECT setval('counted.near', 1)`,
    );
    expect(await look(blind, 'sequences_near_end')).toMatchObject({ status: 'ok' });
  });
});

/** A program that comes with Debian's Postgres. */
function programOf(name: string): string {
  const root = '/usr/lib/postgresql';
  const [version = ''] = readdirSync(root);
  return join(root, version, 'bin', name);
}

const FAR = 1_200_000_000;

it('numbers of transactions that run out', async () => {
  await using server = await startPostgres({
    settings: [
      'autovacuum=off',
      'autovacuum_freeze_max_age=2000000000',
      'autovacuum_multixact_freeze_max_age=2000000000',
    ],
  });
  await runAs(server.url, 'CREATE TABLE aged AS SELECT 1 AS id');
  for (const [name, limit] of [
    ['transaction_id_age'],
    ['multixact_age'],
    ['table_freeze_age', 0.5],
  ] as const) {
    expect(await look(server.url, name, limit), name).toMatchObject({ status: 'ok' });
  }
  const [[data] = []] = await runAs(server.url, 'SHOW data_directory');
  const folder = String(data);
  await server.kill();
  // Pages of the logs of both numbers where they are to go on: 2^20 transactions and 2^16 multixacts a file.
  const segment = (at: number) => at.toString(16).toUpperCase().padStart(4, '0');
  const identity = unprivileged() ?? {};
  for (const [path, size] of [
    ['pg_xact', 2 ** 20],
    ['pg_multixact/offsets', 2 ** 16],
  ] as const) {
    writeFileSync(join(folder, path, segment(Math.floor(FAR / size))), Buffer.alloc(262_144));
  }
  execFileSync('chmod', ['-R', 'a+rwX', join(folder, 'pg_xact'), join(folder, 'pg_multixact')]);
  const words = ['-f', '-D', folder, '-x', `${FAR}`, '-m', `${FAR},1`];
  execFileSync(programOf('pg_resetwal'), words, { ...identity, stdio: 'ignore' });
  await server.restart();

  for (const name of ['transaction_id_age', 'multixact_age']) {
    const found = await look(server.url, name);
    expect(found, name).toMatchObject({ status: 'critical' });
    expect(found?.evidence).toContainEqual({
      object: 'postgres',
      found: expect.stringMatching(/^1(199|200)\d{6} (transactions|multixacts)$/),
      fix: 'VACUUM (FREEZE)',
    });
  }
  expect((await look(server.url, 'table_freeze_age', 0.5))?.evidence).toContainEqual({
    object: expect.any(String),
    found: expect.stringContaining('transactions'),
    fix: expect.stringMatching(/^VACUUM \(FREEZE\) \S+$/),
  });
});
