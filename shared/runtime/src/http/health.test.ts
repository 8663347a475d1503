import { afterEach, expect, test } from 'vitest';
import type { TestServer } from '../../test/support/http-server.ts';
import { startTestServer } from '../../test/support/http-server.ts';
import type { Check } from '../definition/server.ts';

let server: TestServer;
afterEach(() => server.close(0));

const ready = async () => {
  const answer = await fetch(`${server.origin}/readyz`);
  return { status: answer.status, body: await answer.json() };
};

test('/readyz shows the checks, asks them once a second and fails when one does', async () => {
  let asked = 0;
  let disk: Check = { name: 'disk', ok: true, detail: 'Free.' };
  server = await startTestServer({
    health: async () => {
      asked += 1;
      return [disk];
    },
  });
  const all = await Promise.all(Array.from({ length: 10 }, ready));
  expect(all[9]).toEqual({ status: 200, body: { status: 'ok', checks: [disk] } });
  expect(asked).toBe(1);
  disk = { name: 'disk', ok: false, detail: 'Full: free some space.' };
  await expect.poll(ready).toEqual({ status: 503, body: { status: 'failing', checks: [disk] } });
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200);
});

test('a check that throws fails readiness without its text, and is logged', async () => {
  server = await startTestServer({ health: () => Promise.reject(new Error('password=hunter2')) });
  const { status, body } = await ready();
  expect(status).toBe(503);
  expect(JSON.stringify(body)).not.toContain('hunter2');
  expect(server.logged.join('')).toContain('A readiness check threw');
});

test('a check that hangs fails readiness after 5 seconds', async () => {
  server = await startTestServer({ health: () => new Promise(() => {}) });
  expect(await ready()).toMatchObject({ status: 503, body: { checks: [{ name: 'health', ok: false }] } });
});

test('without checks it is ready, and says so to HEAD without a body', async () => {
  server = await startTestServer();
  expect(await ready()).toEqual({ status: 200, body: { status: 'ok', checks: [] } });
  const head = await fetch(`${server.origin}/readyz`, { method: 'HEAD' });
  expect(await head.text()).toBe('');
});
