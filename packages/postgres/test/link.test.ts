import { expect, inject, it, onTestFinished } from 'vitest';
import { openSession, type Session } from '../src/connection/open-session.ts';
import { runAs } from './support/cluster.ts';
import { settingsOf } from './support/database.ts';

/** A connection past the pool, closed with the test. */
async function sessionOf(url: string): Promise<Session> {
  const session = await openSession(settingsOf(url, { mode: 'dml' }));
  onTestFinished(() => session.close());
  return session;
}

it('answers flights in their order, and goes on after one that fails', async () => {
  const { link } = await sessionOf(inject('readerUrl'));
  const [first, failed, last] = await Promise.allSettled([
    link.fly({ text: 'SELECT $1::int, NULL', values: ['7'] }, { text: 'SHOW lock_timeout' }),
    link.fly({ text: 'SELECT 1/0' }, { text: 'SELECT 2' }),
    link.fly({ text: 'SELECT generate_series(1, 5)', skip: 2, maxRows: 2 }),
  ]);
  expect(first).toMatchObject({ value: { steps: [{ rows: [['7', null]] }, { rows: [['3s']] }] } });
  expect(failed).toMatchObject({ reason: { code: '22012', severity: 'ERROR' } });
  expect(last).toMatchObject({ value: { steps: [{ rows: [['3'], ['4']], suspended: true }] } });
  expect(link).toMatchObject({ idle: true, lost: false });
});

it('closes where the server waits for data, which this client never sends', async () => {
  const { link } = await sessionOf(inject('writerUrl'));
  await expect(link.fly({ text: 'COPY sales.customers (name) FROM STDIN' })).rejects.toThrow(
    'waits for data',
  );
  expect(link.lost).toBe(true);
  await expect(link.fly({ text: 'SELECT 1' })).rejects.toThrow('waits for data');
});

it('passes over data that a server copies out', async () => {
  const { link } = await sessionOf(inject('readerUrl'));
  const { steps } = await link.fly({ text: 'COPY (SELECT 1) TO STDOUT' }, { text: 'SELECT 2' });
  expect(steps).toMatchObject([{ tag: 'COPY 1', rows: [] }, { rows: [['2']] }]);
});

it('is lost at once when its idle backend is ended', async () => {
  const session = await sessionOf(inject('readerUrl'));
  await runAs(inject('adminUrl'), `SELECT pg_terminate_backend(${session.processId})`);
  await expect.poll(() => session.broken).toBe(true);
  await expect(session.link.fly({ text: 'SELECT 1' })).rejects.toMatchObject({ code: '57P01' });
});

it('says of an open transaction that it is one', async () => {
  const { link } = await sessionOf(inject('readerUrl'));
  await link.fly({ text: 'BEGIN', rowless: true });
  expect(link.idle).toBe(false);
  await link.fly({ text: 'ROLLBACK', rowless: true });
  expect(link.idle).toBe(true);
});
