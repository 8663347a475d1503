import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startRedis, startRedisCluster, startRedisSentinel } from '../../../testing/src/services/redis.ts';
import { createRedisConnection, redisScript } from './connection.ts';

test.each([
  '',
  'localhost:6379',
  'http://localhost',
  'redis://',
  'redis://u:hunter2@h/x',
  'redis://h/1/2',
  'redis://a,b',
  'redis+cluster://a,b/1',
  'redis+sentinel://a:1,b',
  'redis+other://a',
  'redis://:hunter2%@h',
  'redis+sentinel://u:hunter2@h/m/x',
])('refuses the URL %j by its rule and without its password', (url) => {
  expect(() => createRedisConnection({ url })).toThrow(/Redis URL/);
  expect(() => createRedisConnection({ url })).not.toThrow(/hunter2/);
});

test('its address holds no credentials', () => {
  const { address } = createRedisConnection({ url: 'rediss://user:hunter2@cache.example:6380/2' });
  expect(address).toBe('rediss://cache.example:6380/2');
});

test('a fault says why, and never with the password', async () => {
  const nobody = createRedisConnection({ url: 'redis://:hunter2@127.0.0.1:1' });
  await expect(nobody.command('PING', [])).rejects.toThrow(
    /^redis:\/\/127\.0\.0\.1:1 is not ready: .*ECONNREFUSED/,
  );
  await nobody.close();
  const noCluster = createRedisConnection({ url: 'redis+cluster://:hunter2@127.0.0.1:1' });
  await expect(noCluster.command('PING', [])).rejects.toThrow(/is not ready: .*ECONNREFUSED/);
  await noCluster.close();

  const server = await startRedis();
  const owner = createRedisConnection({ url: server.url });
  await owner.command('CONFIG', ['SET', 'requirepass', 'correct']);
  await owner.close();
  const stranger = createRedisConnection({ url: server.url.replace('//', '//:hunter2@') });
  const refused = await stranger.command('PING', []).catch((error) => error);
  expect(String(refused)).toMatch(/WRONGPASS|NOAUTH/);
  expect(String(refused)).not.toContain('hunter2');
  await stranger.close();
  const known = createRedisConnection({ url: server.url.replace('//', '//:correct@') });
  expect(await known.command('PING', [])).toBe('PONG');
  await known.close();
  await server.kill();
});

test('a closed connection refuses commands, and one never used closes at once', async () => {
  const server = await startRedis();
  const redis = createRedisConnection({ url: server.url });
  expect(await redis.command('PING', [])).toBe('PONG');
  await redis.close();
  await expect(redis.command('PING', [])).rejects.toThrow('is closed');
  await createRedisConnection({ url: server.url }).close();
  await server.kill();
});

test('the client library is loaded at first use, not at import', async () => {
  const probe = `import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context); } });
    const { createRedisConnection } = await import(${JSON.stringify(new URL('connection.ts', import.meta.url).href)});
    const redis = createRedisConnection({ url: 'redis://127.0.0.1:1', connectTimeoutMs: 200 });
    const before = seen.includes('ioredis');
    await redis.command('PING', []).catch(() => {});
    await redis.close();
    process.stderr.write(JSON.stringify([before, seen.includes('ioredis')]));`;
  const { stderr } = await promisify(execFile)('node', ['--input-type=module', '-e', probe]);
  expect(stderr).toBe('[false,true]');
});

test('a client library that could not be loaded is loaded by the next command', async () => {
  const server = await startRedis();
  const probe = `import { registerHooks } from 'node:module';
    let isThere = false;
    registerHooks({ resolve: (name, context, next) => {
      if (name.endsWith('/client.ts') && !isThere) throw new Error('gone');
      return next(name, context);
    } });
    const { createRedisConnection } = await import(${JSON.stringify(new URL('connection.ts', import.meta.url).href)});
    const redis = createRedisConnection({ url: ${JSON.stringify(server.url)} });
    const ping = () => redis.command('PING', []).catch(({ message }) => message);
    const before = await ping();
    isThere = true;
    const after = await ping();
    await redis.close();
    process.stderr.write(JSON.stringify([before, after]));`;
  const { stderr } = await promisify(execFile)('node', ['--input-type=module', '-e', probe]);
  expect(stderr).toBe('["gone","PONG"]');
  await server.kill();
});

const writeAll = redisScript(
  "for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1]) end return #KEYS",
);

test('a cluster takes commands and scripts by the slot of their keys', async () => {
  await using cluster = await startRedisCluster();
  const redis = createRedisConnection({ url: cluster.url });
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const name of names) expect(await redis.command('SET', [name, 1])).toBe('OK');
  for (const name of names) {
    expect(await redis.script(writeAll, [`{${name}}1`, `{${name}}2`], ['x'])).toBe(2);
    expect(await redis.command('GET', [`{${name}}2`])).toBe('x');
  }
  await cluster.kill(1);
  const left = await Promise.allSettled(names.map((name) => redis.command('GET', [name])));
  expect(new Set(left.map(({ status }) => status))).toContain('rejected');
  await redis.close();
});

test('sentinels say where the server is, also after another took its place', async () => {
  await using servers = await startRedisSentinel();
  const redis = createRedisConnection({ url: servers.url });
  expect(redis.address).toBe(servers.url);
  expect(await redis.command('SET', ['a', 1])).toBe('OK');
  await servers.kill(0);
  await expect(redis.command('GET', ['a'])).rejects.toThrow();
  const again = () => redis.command('SET', ['b', 2]).catch((error) => String(error));
  await expect.poll(again, { interval: 200 }).toBe('OK');
  await redis.close();
});
