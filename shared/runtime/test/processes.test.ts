import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  connect,
  expectFailure,
  expectSuccess,
  startHttpServer,
  startRedis,
  type TestRedis,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.kill());

test('two processes share one limit through Redis', async () => {
  await using folder = await notesFolder();
  await using other = await notesFolder();
  const flags = ['--redis', redis.url, '--rate-limit', '4/min'];
  await using first = await startHttpServer(folder.command(...flags));
  await using second = await startHttpServer(other.command(...flags));
  await using one = await connect('v2-modern', { url: first.url });
  await using two = await connect('v2-modern', { url: second.url });
  const read = { title: 'first' };
  for (const client of [one, two, one, two]) expectSuccess(await client.callTool('read_note', read));
  for (const client of [one, two]) {
    const error = expectFailure(await client.callTool('read_note', read), 'rate_limited');
    expect(error.retryAfterMs).toBeGreaterThan(0);
  }
});

test('a secret in an unforeseen error reaches neither the caller nor the log', async () => {
  await using folder = await notesFolder();
  await using client = await connect('v1', { command: folder.command('--log-level', 'debug') });
  const answer = await client.callTool('broken_note');
  const { traceId } = expectFailure(answer, 'internal');
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  await expect.poll(() => client.stderr(), { timeout: 5_000 }).toContain(String(traceId));
  expect(client.stderr()).toContain('cannot reach postgres');
  expect(client.stderr()).not.toContain('hunter2');
});
