import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createTestCertificate, type TestCertificate } from '../../../testing/src/services/certificates.ts';
import { startRedis, startRedisCluster, startRedisSentinel } from '../../../testing/src/services/redis.ts';
import { createRedisConnection } from './connection.ts';

const trusted = getCACertificates('default');
/** What `NODE_EXTRA_CA_CERTS` does to a process at its start. */
const trust = ({ ca }: TestCertificate) => setDefaultCACertificates([...trusted, ca]);
afterEach(() => setDefaultCACertificates(trusted));

test('a server is reached over TLS where its authority is trusted, and otherwise the fault says why', async () => {
  await using certificate = await createTestCertificate('DNS:localhost');
  const server = await startRedis(certificate);
  const stranger = createRedisConnection({ url: server.url });
  await expect(stranger.command('PING', [])).rejects.toThrow(/is not ready: .*certificate/);
  await stranger.close();
  const plain = createRedisConnection({ url: server.url.replace('rediss:', 'redis:') });
  await expect(plain.command('PING', [])).rejects.toThrow(/is not ready/);
  await plain.close();
  trust(certificate);
  const redis = createRedisConnection({ url: server.url });
  expect(await redis.command('PING', [])).toBe('PONG');
  await redis.close();
  const byAddress = createRedisConnection({ url: server.url.replace('localhost', '127.0.0.1') });
  await expect(byAddress.command('PING', [])).rejects.toThrow(/is not ready: .*127\.0\.0\.1/);
  await byAddress.close();
  await server.kill();
});

test('a cluster whose certificates name hosts is reached over TLS', async () => {
  await using certificate = await createTestCertificate('DNS:localhost');
  await using cluster = await startRedisCluster(certificate);
  const stranger = createRedisConnection({ url: cluster.url });
  await expect(stranger.command('PING', [])).rejects.toThrow(/is not ready: .*certificate/);
  await stranger.close();
  trust(certificate);
  const redis = createRedisConnection({ url: cluster.url });
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) expect(await redis.command('SET', [key, 1])).toBe('OK');
  await redis.close();
});

test('sentinels and the server they name are reached over TLS', async () => {
  await using certificate = await createTestCertificate('DNS:localhost', 'IP:127.0.0.1');
  await using servers = await startRedisSentinel(certificate);
  trust(certificate);
  const redis = createRedisConnection({ url: servers.url });
  expect(await redis.command('SET', ['a', 1])).toBe('OK');
  await redis.close();
});
