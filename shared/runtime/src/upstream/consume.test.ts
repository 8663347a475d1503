import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../../testing/src/fault-proxy/index.ts';
import { type LocalServer, startLocalServer } from '../../../testing/src/services/local-server.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createUpstream } from './upstream.ts';

const signal = new AbortController().signal;
const log = createLogger('error', () => {});
const chunk = Buffer.alloc(1024 * 1024, 'x');
let left: Promise<unknown> = Promise.resolve();

const origin: RequestListener = (request, response) => {
  if (request.url === '/drip') {
    // Longer than an attempt may wait, but never silent for so long.
    const timer = setInterval(() => response.write('x'), 40);
    setTimeout(() => {
      clearInterval(timer);
      response.end();
    }, 2_600);
    return;
  }
  if (request.url === '/stall') return void response.write('start');
  if (request.url === '/short') return void response.end('0123456789');
  left = once(response, 'close');
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
};

let server: LocalServer;
let proxy: FaultProxy;

beforeAll(async () => {
  server = await startLocalServer(origin);
  proxy = await startFaultProxy({ target: server.url });
});
afterEach(() => proxy.clear());
afterAll(async () => {
  await proxy.close();
  await server.close();
});

const direct = (attemptTimeoutMs = 10_000) =>
  createUpstream({ name: 'Example', baseUrl: server.url, log, attemptTimeoutMs });

test('a body without end is read as far as somebody reads, and no further', async () => {
  let bytes = 0;
  const answer = await direct().fetch(
    { path: '/endless' },
    {
      signal,
      maxBytes: 10,
      async consume(chunks) {
        for await (const part of chunks) {
          bytes += part.length;
          if (bytes > 50_000_000) break;
        }
      },
    },
  );
  await left;
  expect(answer.status).toBe(200);
  expect(answer.body.length).toBe(0);
  expect(bytes).toBeGreaterThan(50_000_000);
});

test('an attempt lasts as long as something comes', async () => {
  let bytes = 0;
  const consume = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const part of chunks) bytes += part.length;
  };
  await direct(2_000).fetch({ path: '/drip' }, { signal, consume });
  expect(bytes).toBeGreaterThan(5);
});

test('a body that stops coming ends the call, after the attempts of a read', async () => {
  let calls = 0;
  const consume = async (chunks: AsyncIterable<Uint8Array>) => {
    calls += 1;
    for await (const _part of chunks);
  };
  const asked = direct(100).fetch({ path: '/stall' }, { signal, consume });
  await expect(asked).rejects.toMatchObject({ code: 'timeout' });
  expect(calls).toBe(3);
});

test('a body that breaks is read anew from its start', async () => {
  proxy.script({ kind: 'truncate', bytes: 4 });
  const upstream = createUpstream({ name: 'Example', baseUrl: proxy.url, log, retryBaseMs: 1 });
  const texts: string[] = [];
  const consume = async (chunks: AsyncIterable<Uint8Array>) => {
    const at = texts.push('') - 1;
    for await (const part of chunks) texts[at] += Buffer.from(part).toString();
  };
  await upstream.fetch({ path: '/short' }, { signal, consume });
  expect(texts).toEqual(['0123', '0123456789']);
});

test('what the reader throws reaches the caller', async () => {
  const consume = () => Promise.reject(new RangeError('mine'));
  await expect(direct().fetch({ path: '/short' }, { signal, consume })).rejects.toThrow('mine');
});
