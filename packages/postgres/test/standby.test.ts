import { startPostgres, type TestPostgres } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';

let primary: TestPostgres;
let standby: TestPostgres;
let url = '';

beforeAll(async () => {
  primary = await startPostgres();
  await runAs(
    primary.url,
    'CREATE ROLE reader LOGIN; GRANT pg_read_all_stats, pg_read_all_settings TO reader',
    'CREATE TABLE moving AS SELECT n AS id FROM generate_series(1, 3000) n',
    'GRANT SELECT ON moving TO reader',
  );
  standby = await startPostgres({ standbyOf: primary.port, settings: ['max_standby_streaming_delay=100ms'] });
  url = as(standby.url, 'reader');
});

afterAll(async () => {
  await standby[Symbol.asyncDispose]();
  await primary[Symbol.asyncDispose]();
});

describe('a hot standby', () => {
  it('answers reads and says what it is', async () => {
    const { ok, rows } = await connectTools(url);
    await expect.poll(() => rows(`SELECT to_regclass('moving') IS NOT NULL`)).toEqual([[true]]);
    expect(await rows('SELECT count(*)::int FROM moving')).toEqual([[3000]]);
    expect(await ok('check_connection')).toMatchObject({ standby: true });
    const { checks } = await ok('check_health', { showPassed: true });
    const unseen = Array.isArray(checks) ? checks.filter(({ status }) => status === 'not_examined') : [];
    expect(unseen.map(({ name, why }) => [name, why])).toEqual(
      ['dead_rows', 'never_analyzed', 'stale_statistics', 'unused_indexes', 'scanned_tables'].map((name) => [
        name,
        'A standby has no counts of its own: ask the primary.',
      ]),
    );
  });

  it('that does not replay is far behind, and says that it is paused', async () => {
    const check = async (server: string, name: string) => {
      const { ok } = await connectTools(server, { argv: ['--allow-superuser'] });
      const { checks } = await ok('check_health', {
        areas: ['replication'],
        showPassed: true,
        limits: { replication_lag: 1 },
      });
      return Array.isArray(checks) ? checks.find((one) => one.name === name) : undefined;
    };
    expect(await check(standby.url, 'replay_paused')).toMatchObject({ status: 'ok' });
    await expect.poll(() => check(primary.url, 'replication_lag')).toMatchObject({ status: 'ok' });
    await runAs(standby.url, 'SELECT pg_wal_replay_pause()');
    await runAs(
      primary.url,
      `CREATE TABLE written AS SELECT repeat('x', 500) AS a FROM generate_series(1, 20000)`,
    );
    await expect
      .poll(() => check(primary.url, 'replication_lag'))
      .toMatchObject({
        status: 'critical',
        evidence: [{ object: 'walreceiver', found: expect.stringMatching(/\d+ (kB|MB)$/) }],
      });
    const paused = await check(standby.url, 'replay_paused');
    expect(paused).toMatchObject({
      status: 'warning',
      evidence: [{ object: 'server', fix: 'SELECT pg_wal_replay_resume()' }],
    });
    await runAs(primary.url, 'CREATE ROLE blind LOGIN');
    expect(await check(as(primary.url, 'blind'), 'replication_lag')).toMatchObject({
      status: 'not_examined',
      why: expect.stringContaining('How far 1 standbys are'),
    });
    await runAs(standby.url, paused.evidence[0].fix);
    await expect.poll(() => check(primary.url, 'replication_lag')).toMatchObject({ status: 'ok' });
    expect(await check(standby.url, 'replay_paused')).toMatchObject({ status: 'ok' });
  });

  it('that needs what a statement holds ends it with an error that says to try again', async () => {
    const { call, rows } = await connectTools(url);
    const long = call('query', {
      sql: 'SELECT count(*) FROM moving a, moving b, moving c WHERE a.id + b.id = c.id + 0.5',
      timeoutMs: 15_000,
    });
    await expect
      .poll(() =>
        runAs(
          standby.url,
          `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT count(*) FROM moving a%'`,
        ),
      )
      .toEqual([[1]]);
    await runAs(primary.url, 'DELETE FROM moving WHERE id < 2000', 'VACUUM moving');
    const answer = await long;
    expect(answer).toMatchObject({ isError: true, code: 'busy' });
    expect(answer.text).toContain('conflict with recovery');
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });
});
