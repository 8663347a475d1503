import pg from 'pg';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { as, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const admin = inject('adminUrl');

async function session(...statements: readonly string[]): Promise<pg.Client> {
  const client = new pg.Client(admin);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  for (const text of statements) await client.query(text);
  return client;
}

it('shows who waits for whom', async () => {
  const holder = await session('BEGIN', 'LOCK TABLE sales.tenants');
  const waiter = await session();
  const waiting = waiter.query('SELECT 1 FROM sales.tenants');
  const { ok } = await connectTools(inject('readerUrl'));
  await vi.waitFor(async () => {
    const { sessions, blocking, waits } = await ok('list_activity');
    expect(sessions).toContainEqual(
      expect.objectContaining({ state: 'idle in transaction', query: 'LOCK TABLE sales.tenants' }),
    );
    expect(blocking).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+$/), expect.stringMatching(/^ {2}\d+$/)]),
    );
    expect(waits).toContainEqual(
      expect.objectContaining({ relation: 'sales.tenants', mode: 'AccessShareLock' }),
    );
  }, 60_000);
  await holder.query('ROLLBACK');
  await waiting;
});

it('shows idle sessions when asked', async () => {
  await session(`SET application_name = 'idle one'`);
  const { ok } = await connectTools(inject('readerUrl'));
  const { sessions } = await ok('list_activity', { idle: true });
  expect(sessions).toContainEqual(expect.objectContaining({ application: 'idle one', state: 'idle' }));
});

it('shows how far a maintenance is, and of which table', async () => {
  await runAs(
    admin,
    `CREATE TABLE sales.swept AS SELECT n, repeat('x', 500) AS filler FROM generate_series(1, 20000) n`,
    'DELETE FROM sales.swept WHERE n % 2 = 0',
  );
  const sweeper = await session('SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1');
  const sweeping = expect(sweeper.query('VACUUM sales.swept')).rejects.toThrow('canceling');
  const { ok } = await connectTools(inject('readerUrl'));
  const progress = async () => (await ok('list_activity')).progress;
  await expect.poll(progress).toContainEqual({
    pid: expect.any(Number),
    what: 'vacuum of sales.swept',
    phase: expect.any(String),
    done: expect.any(Number),
    total: expect.any(Number),
    unit: 'blocks',
  });
  // A role that may not see other roles' work sees that there is some.
  const blind = await connectTools(as(admin, 'writer'));
  expect((await blind.ok('list_activity')).progress).toContainEqual(
    expect.objectContaining({ what: 'vacuum', phase: null }),
  );
  const closed = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'sales'] });
  expect((await closed.ok('list_activity')).progress).toContainEqual(
    expect.objectContaining({ what: 'vacuum' }),
  );
  await runAs(
    admin,
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = 'VACUUM sales.swept'`,
  );
  await sweeping;
  await runAs(admin, 'DROP TABLE sales.swept');
});

it('shows everyone who waits in a long queue once, and goes on with a cursor', async () => {
  await runAs(admin, 'CREATE TABLE sales.queued ()');
  const holder = await session('BEGIN', 'LOCK TABLE sales.queued');
  const waiters = await Promise.all(Array.from({ length: 24 }, () => session()));
  const waiting = waiters.map((client) => client.query('BEGIN; LOCK TABLE sales.queued; COMMIT'));
  const { ok, refused } = await connectTools(inject('readerUrl'));
  const linesOf = (answer: Readonly<Record<string, unknown>>) => z.array(z.string()).parse(answer.blocking);
  await expect.poll(async () => linesOf(await ok('list_activity')).length).toBe(25);
  const whole = await ok('list_activity');
  expect(whole).not.toHaveProperty('nextCursor');
  const pages = [await ok('list_activity', { limit: 10 })];
  for (let at = pages[0]?.nextCursor; at !== undefined; at = pages.at(-1)?.nextCursor) {
    pages.push(await ok('list_activity', { limit: 10, cursor: at }));
  }
  expect(pages.map((page) => linesOf(page).length)).toEqual([10, 10, 5]);
  expect(pages.flatMap(linesOf)).toEqual(linesOf(whole));
  const pidsOf = (list: unknown) =>
    z
      .array(z.looseObject({ pid: z.int() }))
      .parse(list)
      .map(({ pid }) => pid);
  for (const list of ['sessions', 'waits']) {
    const paged = pages.flatMap((page) => pidsOf(page[list]));
    expect(paged.toSorted(), list).toEqual(pidsOf(whole[list]).toSorted());
    expect(new Set(paged).size, list).toBe(list === 'waits' ? 24 : 25);
  }
  expect(await refused('list_activity', { limit: 9, cursor: pages[0]?.nextCursor })).toContain('cursor');
  await holder.query('ROLLBACK');
  await Promise.all(waiting);
  await runAs(admin, 'DROP TABLE sales.queued');
});

it('shows how far a copy and a rewrite of a table are', async () => {
  await runAs(
    admin,
    'CREATE TABLE sales.copied (n int PRIMARY KEY)',
    'INSERT INTO sales.copied SELECT generate_series(1, 1000)',
    `CREATE FUNCTION sales.waits(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$BEGIN
       IF pg_try_advisory_lock(4711) THEN NULL; ELSE PERFORM pg_advisory_lock(4711); END IF; PERFORM pg_advisory_unlock(4711); RETURN n; END$$`,
  );
  // Both come to wait for it: the copy at its first row, the rewrite as it makes the index anew.
  await runAs(admin, 'CREATE INDEX copied_waits ON sales.copied (sales.waits(n))');
  const gate = await session('SELECT pg_advisory_lock(4711)');
  const copier = await session();
  const copying = copier.query(
    "COPY (SELECT sales.waits(n) FROM generate_series(1, 3) n) TO PROGRAM 'cat >/dev/null'",
  );
  const { ok } = await connectTools(inject('readerUrl'));
  const progress = async () => (await ok('list_activity')).progress;
  await expect.poll(progress).toContainEqual({
    pid: expect.any(Number),
    what: 'COPY TO',
    phase: 'copying',
    done: expect.any(Number),
    total: null,
    unit: 'bytes',
  });
  const rewriter = await session();
  const rewriting = rewriter.query('VACUUM FULL sales.copied');
  await expect.poll(progress).toContainEqual(
    expect.objectContaining({
      what: 'VACUUM FULL of sales.copied',
      phase: 'rebuilding index',
      unit: 'blocks',
    }),
  );
  await gate.query('SELECT pg_advisory_unlock(4711)');
  await Promise.all([copying, rewriting]);
  await runAs(admin, 'DROP TABLE sales.copied', 'DROP FUNCTION sales.waits');
});
