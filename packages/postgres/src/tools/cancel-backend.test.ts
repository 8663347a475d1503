import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

async function sleeper() {
  const client = new pg.Client(inject('adminUrl').replace('audit@', 'writer@'));
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  return { pid: Number(rows[0]?.pid), client };
}

const admin = { argv: ['--mode', 'admin', '--yes'] };

it('stops what a session runs, and answers what it was', async () => {
  const { pid, client } = await sleeper();
  const stopped = expect(client.query('SELECT pg_sleep(600)')).rejects.toMatchObject({ code: '57014' });
  const { ok } = await connectTools(inject('writerUrl'), admin);
  await expect
    .poll(async () => (await ok('cancel_backend', { pid })).backend)
    .toMatchObject({ pid, user: 'writer', query: 'SELECT pg_sleep(600)' });
  await stopped;
});

it('ends a session', async () => {
  const { pid, client } = await sleeper();
  const { ok, refused } = await connectTools(inject('writerUrl'), admin);
  expect(await ok('cancel_backend', { pid, terminate: true })).toMatchObject({ done: true });
  await expect(client.query('SELECT 1')).rejects.toThrow();
  expect(await refused('cancel_backend', { pid: 999_999_999 })).toContain('No session');
});

it('shows the user whom it is about before it asks, and does nothing where the answer is no', async () => {
  const { pid, client } = await sleeper();
  const running = client.query('SELECT pg_sleep(600)').catch(() => undefined);
  const tools = await connectTools(inject('writerUrl'), { argv: ['--mode', 'admin'], confirms: false });
  const asked: string[] = [];
  tools.client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    return { action: 'accept', content: { confirm: false } };
  });
  const activity = async () => JSON.stringify((await tools.ok('list_activity')).sessions);
  await expect.poll(activity).toContain('pg_sleep(600)');
  expect(await tools.refused('cancel_backend', { pid })).toContain('confirmation_declined');
  expect(await tools.refused('cancel_backend', { pid: 999_999_999 })).toContain('No session');
  expect(asked).toEqual([
    expect.stringMatching(/^Stop what this session runs\?\n.*"user":"writer".*SELECT pg_sleep\(600\)/),
  ]);
  expect(await activity()).toContain('pg_sleep(600)');
  await runAs(inject('adminUrl'), `SELECT pg_cancel_backend(${pid})`);
  await running;
});
