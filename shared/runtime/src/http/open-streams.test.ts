import { afterEach, expect, test } from 'vitest';
import { modernRequest, startTestServer, type TestServer } from '../../test/support/http-server.ts';

let server: TestServer | undefined;
afterEach(() => server?.close(0));

test('a caller has a bounded number of streams, and a closed one makes room', async () => {
  server = await startTestServer();
  const listen = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const streams = [];
  for (let count = 0; count < 32; count++) streams.push(await server.post(...listen));
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await server.post(...listen);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
  await streams[0]?.body?.cancel();
  await expect.poll(async () => (await server?.post(...listen))?.status).toBe(200);
});
