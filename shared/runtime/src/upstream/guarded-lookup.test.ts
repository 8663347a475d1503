import dns from 'node:dns';
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { guardedLookup, RefusedAddress } from './guarded-lookup.ts';
import { createUpstream } from './upstream.ts';

/** What names lead to; only the finding of addresses is played, connections are real. */
const addresses = new Map<string, readonly string[]>();
const real = dns.lookup;
let lookups: string[] = [];

/** Takes what Node's own takes; an address leads to itself. */
function lookup(name: string, ...rest: readonly unknown[]): void {
  lookups.push(name);
  const callback = rest.at(-1);
  if (typeof callback !== 'function') throw new TypeError('There is no callback.');
  const list = (addresses.get(name) ?? [name]).map((address) => ({ address, family: isIP(address) || 6 }));
  if (rest.length === 1) callback(null, list[0]?.address, list[0]?.family);
  else callback(null, list);
}

beforeEach(() => {
  addresses.clear();
  lookups = [];
  Reflect.set(dns, 'lookup', lookup);
});
afterEach(() => void Reflect.set(dns, 'lookup', real));

/** The addresses a name leads to, or the error. */
const found = (name: string, sentBy?: string) =>
  new Promise<unknown>((resolve) => {
    guardedLookup(sentBy)(name, { all: true }, (error, list) => resolve(error ?? list));
  });

describe('an upstream that the operator named', () => {
  it.each(['93.184.216.34', '10.0.0.8', '127.0.0.1', 'fd12::1', '2606:50c0::1'])(
    'may be at %s',
    async (address) => {
      addresses.set('api.example', [address]);
      expect(await found('api.example')).toMatchObject([{ address }]);
    },
  );

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '0.0.0.0',
  ])('may not be at %s, also not beside a good one', async (address) => {
    addresses.set('api.example', ['93.184.216.34', address]);
    expect(await found('api.example')).toBeInstanceOf(RefusedAddress);
  });
});

describe('a host that an upstream sends on to', () => {
  it.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '::1',
    'fd12::1',
    '::ffff:10.1.2.3',
  ])('may not be at %s', async (address) => {
    addresses.set('blobs.example', [address]);
    expect(await found('blobs.example', 'public.example')).toBeInstanceOf(RefusedAddress);
  });

  it.each(['93.184.216.34', '172.32.0.1', '100.128.0.1', '11.0.0.1', '2606:50c0::1'])(
    'may be at %s',
    async (address) => {
      addresses.set('blobs.example', [address]);
      expect(await found('blobs.example', 'public.example')).toMatchObject([{ address }]);
    },
  );

  it('may be in a network in which the upstream is', async () => {
    addresses.set('ghes.example', ['10.0.0.8']);
    addresses.set('blobs.example', ['10.0.0.9']);
    await found('ghes.example');
    for (const upstream of ['ghes.example', '10.0.0.8', '127.0.0.1']) {
      expect(await found('blobs.example', upstream)).toMatchObject([{ address: '10.0.0.9' }]);
    }
    addresses.set('blobs.example', ['169.254.169.254']);
    expect(await found('blobs.example', 'ghes.example')).toBeInstanceOf(RefusedAddress);
  });
});

describe('requests', () => {
  const log = createLogger('error', () => {});

  it('are not sent where a redirect leads to a name at a link-local address', async () => {
    await using server = await redirecting('https://blobs.example/file');
    addresses.set('blobs.example', ['169.254.169.254']);
    const upstream = createUpstream({ name: 'Example', baseUrl: server.url, log });
    const asked = upstream.fetch({ path: '/file' }, { signal: new AbortController().signal, foreign: true });
    await expect(asked).rejects.toThrow('Example redirected to an address that is not asked.');
    expect(server.asked()).toBe(1);
  });

  it('are not sent, and not tried again, where the name of the upstream is at one', async () => {
    addresses.set('api.example', ['169.254.169.254']);
    const upstream = createUpstream({ name: 'Example', baseUrl: 'https://api.example', log });
    const asked = upstream.fetch({ path: '/file' }, { signal: new AbortController().signal });
    await expect(asked).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Example is at an address that is never asked.',
    });
    expect(lookups).toEqual(['api.example']);
  });

  it('reach an upstream by its name', async () => {
    await using server = await redirecting(undefined);
    addresses.set('api.example', ['127.0.0.1']);
    const baseUrl = server.url.replace('127.0.0.1', 'api.example');
    const upstream = createUpstream({ name: 'Example', baseUrl, log });
    const answer = await upstream.fetch({ path: '/file' }, { signal: new AbortController().signal });
    expect(answer.text()).toBe('here');
  });
});

/** A server that sends on to a place, or answers where there is none. */
async function redirecting(location: string | undefined) {
  let count = 0;
  const server = createServer((_request, response) => {
    count++;
    if (location === undefined) response.end('here');
    else response.writeHead(302, { location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
