import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '@portolan/testing';
import pg from 'pg';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, createDatabase, runAs } from './support/cluster.ts';
import { databaseOf } from './support/database.ts';

let [admin, reader] = ['', ''];
beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'lifecycle');
  reader = as(admin, 'reader');
});

const slow = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r';

const running = async (marker: string) =>
  Number(
    (
      await runAs(
        admin,
        `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%${marker}%' AND pid <> pg_backend_pid()`,
      )
    )[0]?.[0],
  );

const until = (wanted: () => Promise<boolean>) => expect.poll(wanted, { interval: 5 }).toBe(true);

/** A client past the server under test, closed with the test. */
async function bystander(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe('cancelling', () => {
  it('ends the statement on the server, long before its time is over', async () => {
    const { call } = await connectTools(reader);
    const watcher = await bystander(admin);
    const activeSql = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%-- cancelled' AND pid <> pg_backend_pid()`;
    const isActive = async () => (await watcher.query(activeSql)).rows[0]?.n > 0;
    const controller = new AbortController();
    const query = { sql: `${slow} -- cancelled`, timeoutMs: 280_000 };
    const refused = expect(call('query', query, controller.signal)).rejects.toThrow();
    await until(isActive);
    controller.abort('enough');
    await until(async () => !(await isActive()));
    await refused;
  });

  it('ends it also in its first moment, when nobody watches it yet', async () => {
    const database = databaseOf(reader);
    await database.read([{ text: 'SELECT 1' }], { signal: new AbortController().signal });
    const controller = new AbortController();
    const read = database.read([{ text: `${slow} -- at once` }], { signal: controller.signal });
    await sleep(1);
    controller.abort(new Error('enough'));
    await expect(read).rejects.toThrow('enough');
    await until(async () => (await running('at once')) === 0);
  });

  it('refuses what waits for a connection', async () => {
    const { call } = await connectTools(reader, { argv: ['--max-connections', '1'] });
    const front = new AbortController();
    const query = { sql: `${slow} -- in front`, timeoutMs: 280_000 };
    const holding = expect(call('query', query, front.signal)).rejects.toThrow();
    await until(async () => (await running('in front')) === 1);
    const controller = new AbortController();
    const refused = expect(call('query', { sql: 'SELECT 1' }, controller.signal)).rejects.toThrow();
    await sleep(50);
    controller.abort('enough');
    await refused;
    front.abort('enough');
    await holding;
    expect(await call('query', { sql: 'SELECT 2' })).toMatchObject({ isError: false });
  });

  it('leaves the connections usable', async () => {
    const { call, rows } = await connectTools(reader, { argv: ['--max-connections', '1'] });
    const controller = new AbortController();
    const query = { sql: `${slow} -- usable`, timeoutMs: 280_000 };
    const refused = expect(call('query', query, controller.signal)).rejects.toThrow();
    await until(async () => (await running('usable')) === 1);
    controller.abort('enough');
    await refused;
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });
});

describe('locks', () => {
  it('that are not given in time end the call, which names the holder', async () => {
    const holder = await bystander(admin);
    await holder.query('BEGIN; LOCK TABLE sales.events IN ACCESS EXCLUSIVE MODE');
    const { call } = await connectTools(reader, { argv: ['--lock-timeout-ms', '600'] });
    const answer = await call('query', { sql: 'SELECT * FROM sales.events' });
    await holder.query('ROLLBACK');
    expect(answer).toMatchObject({ isError: true, code: 'busy' });
    expect(answer.text).toMatch(/held by backend "\d+ \(user audit, idle in transaction/);
  });
});

describe('a lost backend', () => {
  const ours = `FROM pg_stat_activity WHERE application_name = 'portolan-postgres' AND datname = current_database() AND usename = 'reader'`;
  const open = async () => Number((await runAs(admin, `SELECT count(*) ${ours}`))[0]?.[0]);
  /** Ends the backends of every connection; when they are gone, each connection was told. */
  const terminate = async () => {
    await runAs(admin, `SELECT pg_terminate_backend(pid) ${ours}`);
    await until(async () => (await open()) === 0);
  };

  it('that was idle is replaced', async () => {
    const { rows } = await connectTools(reader);
    expect(await rows('SELECT 1')).toEqual([[1]]);
    await terminate();
    expect(await rows('SELECT 2')).toEqual([[2]]);
  });

  it('in the middle of a statement is an error, and the next call works', async () => {
    const { call, rows } = await connectTools(reader);
    const lost = call('query', { sql: `${slow} -- lost` });
    await until(async () => (await running('lost')) === 1);
    await terminate();
    expect(await lost).toMatchObject({ isError: true, code: 'unavailable' });
    expect(await rows('SELECT 3')).toEqual([[3]]);
  });
});

describe('connections', () => {
  it('are never more than the operator allows; a call that gets none says so', async () => {
    const { call } = await connectTools(reader, { argv: ['--max-connections', '1'] });
    const front = new AbortController();
    const query = { sql: `${slow} -- holding`, timeoutMs: 280_000 };
    const holding = expect(call('query', query, front.signal)).rejects.toThrow();
    await until(async () => (await running('holding')) === 1);
    const refused = await call('query', { sql: 'SELECT 1' });
    expect(refused).toMatchObject({ isError: true, code: 'busy' });
    expect(refused.text).toContain('All 1 connections');
    front.abort('enough');
    await holding;
  });

  it('are shared by many calls at once', async () => {
    const database = databaseOf(reader, { maxConnections: 3 });
    const { signal } = new AbortController();
    const all = Array.from({ length: 40 }, (_, at) =>
      database.read([{ text: 'SELECT $1::int', values: [`${at}`] }], { signal }),
    );
    const answers = (await Promise.all(all)).map(({ steps }) => steps[0]?.rows[0]?.[0]);
    expect(answers).toEqual(Array.from({ length: 40 }, (_, at) => `${at}`));
    const [[open] = []] = await runAs(
      admin,
      `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'portolan-postgres' AND datname = current_database()`,
    );
    expect(Number(open)).toBeLessThanOrEqual(8);
  });
});

describe('a server', () => {
  it('that is not there at the start is an error at the call, and works when it is back; a restart is survived', async () => {
    await using postgres = await startPostgres();
    await postgres.kill();
    const { call, rows } = await connectTools(postgres.url, { argv: ['--allow-superuser'] });
    expect(await call('query', { sql: 'SELECT 1' })).toMatchObject({ isError: true, code: 'unavailable' });
    await postgres.restart();
    expect(await rows('SELECT 1')).toEqual([[1]]);
    await postgres.kill();
    await postgres.restart();
    await sleep(50);
    expect(await rows('SELECT 2')).toEqual([[2]]);
  });
});

describe('a password', () => {
  it.each([
    ['a wrong user', inject('adminUrl').replace('audit@', 'nobody:hunter2@')],
    ['an unknown host', 'postgres://u:hunter2@no.such.host.invalid/db'],
    ['a closed port', 'postgres://u:hunter2@127.0.0.1:1/db'],
    [
      'an unknown database',
      inject('adminUrl').replace('audit@', 'audit:hunter2@').replace('/postgres', '/none'),
    ],
  ])('is not shown: %s', async (_what, url) => {
    const { call } = await connectTools(url);
    const answer = await call('query', { sql: 'SELECT 1' });
    expect(answer.isError).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});

it('a server that accepts and says nothing does not hold a call for ever', async () => {
  const { createServer } = await import('node:net');
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  onTestFinished(() => void mute.close());
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { call } = await connectTools(`postgres://u@127.0.0.1:${port}/db`);
  expect(await call('query', { sql: 'SELECT 1', timeoutMs: 500 })).toMatchObject({ isError: true });
});
