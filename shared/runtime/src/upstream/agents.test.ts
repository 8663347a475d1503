import type { RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalServer } from '../../../testing/src/services/local-server.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createUpstream } from './upstream.ts';

const call = { signal: new AbortController().signal };

async function serve(listener: RequestListener) {
  const connections = new Set<unknown>();
  const { url, close } = await startLocalServer((request, response) => {
    connections.add(request.socket);
    listener(request, response);
  });
  onTestFinished(() => close());
  return { url, connections };
}

const upstreamAt = (baseUrl: string) => {
  const upstream = createUpstream({ name: 'Example', baseUrl, log: createLogger('error') });
  onTestFinished(() => upstream.close());
  return upstream;
};

test('an upstream keeps its connection, and takes none of another', async () => {
  const { url, connections } = await serve((_, response) => response.end('ok'));
  const [one, other] = [upstreamAt(url), upstreamAt(url)];
  await one.fetch({ path: '/a' }, call);
  await one.fetch({ path: '/b' }, call);
  expect(connections.size).toBe(1);
  await other.fetch({ path: '/c' }, call);
  expect(connections.size).toBe(2);
});

test('where an upstream sends us on to is reached by no connection of its own', async () => {
  const target = await serve((_, response) => response.end('ok'));
  const first = await serve((_, response) =>
    response.writeHead(302, { location: `${target.url}/blob` }).end(),
  );
  const [direct, redirecting] = [upstreamAt(target.url), upstreamAt(first.url)];
  await direct.fetch({ path: '/' }, call);
  await redirecting.fetch({ path: '/' }, { ...call, foreign: true });
  await redirecting.fetch({ path: '/' }, { ...call, foreign: true });
  await direct.fetch({ path: '/' }, call);
  expect(target.connections.size).toBe(2);
});

test('a closed upstream leaves no connection open', async () => {
  const { url, connections } = await serve((_, response) => response.end('ok'));
  const upstream = upstreamAt(url);
  await upstream.fetch({ path: '/' }, call);
  const [socket] = connections;
  await upstream.close();
  await expect.poll(() => Reflect.get(Object(socket), 'destroyed')).toBe(true);
});
