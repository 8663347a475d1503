import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  connect,
  expectFailure,
  expectSuccess,
  startHttpServer,
  startRedis,
  type TestRedis,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const Readiness = z
  .object({
    status: z.string(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .transform(({ status, checks }) => ({ said: status, checks }));

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

test.each([
  ['closed', 503, 'failing', 'calls under a limit are refused'],
  ['local', 200, 'ok', 'limits are counted in this process'],
])(
  '/readyz asks Redis, and fails without it where --redis-down is %s: %i',
  async (mode, status, word, told) => {
    const own = await startRedis();
    await using _ending = { [Symbol.asyncDispose]: own.kill };
    await using folder = await notesFolder();
    await using server = await startHttpServer(folder.command('--redis', own.url, '--redis-down', mode));
    const ready = async () => {
      const answer = await fetch(`${server.origin}/readyz`);
      const { checks, ...rest } = Readiness.parse(await answer.json());
      return { status: answer.status, ...rest, redis: checks.find(({ name }) => name === 'redis') };
    };
    const well = { status: 200, said: 'ok', redis: { ok: true, detail: `${own.url} answers.` } };
    expect(await ready()).toMatchObject(well);
    const without = { status, said: word, redis: { detail: expect.stringContaining(told) } };
    own.pause();
    await expect.poll(ready).toMatchObject(without);
    own.resume();
    await expect.poll(ready).toMatchObject(well);
    await own.kill();
    await expect.poll(ready).toMatchObject(without);
    await own.restart();
    await expect.poll(ready).toMatchObject(well);
  },
  60_000,
);

test('a secret in an unforeseen error reaches neither the caller nor the log', async () => {
  await using folder = await notesFolder();
  await using client = await connect('v1', { command: folder.command('--log-level', 'debug') });
  const answer = await client.callTool('broken_note');
  const { traceId } = expectFailure(answer, 'internal');
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  await expect.poll(() => client.stderr()).toContain(String(traceId));
  expect(client.stderr()).toContain('cannot reach postgres');
  expect(client.stderr()).not.toContain('hunter2');
});
