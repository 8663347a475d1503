import pg from 'pg';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
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
  }, 5_000);
  await holder.query('ROLLBACK');
  await waiting;
});

it('shows idle sessions when asked', async () => {
  await session(`SET application_name = 'idle one'`);
  const { ok } = await connectTools(inject('readerUrl'));
  const { sessions } = await ok('list_activity', { idle: true });
  expect(sessions).toContainEqual(expect.objectContaining({ application: 'idle one', state: 'idle' }));
});
