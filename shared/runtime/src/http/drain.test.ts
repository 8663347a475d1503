import { afterEach, expect, test } from 'vitest';
import type { TestServer } from '../../test/support/http-server.ts';
import { legacyCall, modernRequest, startTestServer } from '../../test/support/http-server.ts';

let server: TestServer;
afterEach(() => server.close(0));

const modernWait = modernRequest('tools/call', { name: 'wait' });
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

test('calls in flight finish, of either era, and then nothing listens', async () => {
  server = await startTestServer();
  const calls = [server.post(legacyCall('wait')), server.post(...modernWait)];
  await server.running(2);
  const closed = server.close(600_000);
  await settle();
  server.release();
  for (const call of await Promise.all(calls)) {
    expect(call.status).toBe(200);
    expect(await call.text()).toContain('"text":"{}"');
  }
  await closed;
  await expect(fetch(`${server.origin}/livez`)).rejects.toThrow();
  expect(server.cancelled.count).toBe(0);
});

test('while draining /readyz is 503, calls are still taken, and connections are not kept', async () => {
  server = await startTestServer();
  server.drain();
  const ready = await fetch(`${server.origin}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'draining' });
  const call = await server.post(legacyCall('echo'));
  expect(call.status).toBe(200);
  expect(call.headers.get('connection')).toBe('close');
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200);
});

test('a call that outlasts the drain is cancelled, and its client is told to send again', async () => {
  server = await startTestServer();
  const call = server.post(...modernWait);
  await server.running(1);
  await server.close(200);
  const answer = await call;
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  expect(server.cancelled.count).toBe(1);
  expect(server.logged.join('')).toContain('Calls were aborted at shutdown');
});

test('a subscription stream ends at once and in order, and does not hold up the drain', async () => {
  server = await startTestServer();
  const stream = await server.post(
    ...modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }),
  );
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  const text = stream.text();
  await server.close(600_000);
  expect(await text).toContain('acknowledged');
});

test('under load, a drain and close loses no call that was taken', async () => {
  server = await startTestServer();
  const outcomes: string[] = [];
  let running = true;
  const clients = Array.from({ length: 8 }, async () => {
    while (running) {
      const answer = await server.post(legacyCall('echo', { n: 1 })).catch((error: unknown) => error);
      if (!(answer instanceof Response)) return;
      outcomes.push(`${answer.status} ${(await answer.text()).includes('"n') || 'without answer'}`);
    }
  });
  while (outcomes.length < 20) await settle();
  server.drain();
  await settle();
  await server.close(5_000);
  running = false;
  await Promise.all(clients);
  expect(new Set(outcomes)).toEqual(new Set(['200 true']));
});
