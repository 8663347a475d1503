import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { runAs } from './support/cluster.ts';
import { databaseOf } from './support/database.ts';
import { startPgbouncer } from './support/pgbouncer.ts';

it.each([
  ['that refuses start-up parameters', []],
  ['that takes them and keeps them to itself', ['ignore_startup_parameters = options']],
])('keeps every limit behind a pooler in transaction mode %s', async (_what, settings) => {
  await using bouncer = await startPgbouncer(inject('adminUrl'), settings);
  const { rows, refused } = await connectTools(bouncer.url('reader'));
  expect(
    await rows(
      `SELECT current_setting('transaction_read_only'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), interval '1 day'`,
    ),
  ).toEqual([['on', '15s', '3s', '1min', 'P1D']]);
  expect(
    await refused('query', { sql: 'SELECT set_config($1, $2, false)', params: ['role', 'writer'] }),
  ).toContain('set_config');
  const database = databaseOf(bouncer.url('reader'));
  await expect(
    database.read([{ text: 'DELETE FROM sales.customers' }], { signal: new AbortController().signal }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|permission_denied/) });
});

it('answers many calls at once through two connections, and cancels the right one', async () => {
  await using bouncer = await startPgbouncer(inject('adminUrl'));
  const { rows, call } = await connectTools(bouncer.url('reader'));
  const controller = new AbortController();
  const sql =
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r -- bounced';
  const cancelled = expect(call('query', { sql }, controller.signal)).rejects.toThrow();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => rows('SELECT $1::int', { params: [at] })),
  );
  expect(answers).toEqual(Array.from({ length: 20 }, (_, at) => [[at]]));
  controller.abort('enough');
  await cancelled;
  const running = () =>
    runAs(
      inject('adminUrl'),
      `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%-- bounced' AND pid <> pg_backend_pid()`,
    );
  await expect.poll(running).toEqual([[0]]);
  await sleep(10);
  expect(await rows('SELECT 1')).toEqual([[1]]);
});
