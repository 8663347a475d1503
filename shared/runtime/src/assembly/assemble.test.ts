import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startRedis } from '../../../testing/src/services/redis.ts';
import notes from '../../test/support/notes-server.ts';
import { type Cache, createCache } from '../cache/index.ts';
import type { CallContext } from '../definition/context.ts';
import { defineServer } from '../definition/define-server.ts';
import type { ServerModule } from '../definition/server.ts';
import { defineTool } from '../definition/tool.ts';
import { watchRequest } from '../protocol/watch-request.ts';
import { commonSettings } from '../settings/every-server.ts';
import { assemble } from './assemble.ts';

const request = watchRequest({ id: 'someone', kind: 'local', roles: [], scopes: [] });

async function start(server: ServerModule, settings: z.input<typeof commonSettings>) {
  const common = commonSettings.parse({ audit: 'off', logLevel: 'error', ...settings });
  const assembly = await assemble(server, { common, own: {}, given: new Set(), secrets: [] });
  const call = async (name: string, args: unknown) => {
    const { _meta, structuredContent } = await assembly.engine.tools.call(name, args, request);
    return _meta?.['portolan/error'] ?? structuredContent;
  };
  return { call, [Symbol.asyncDispose]: () => assembly.close() };
}

describe('an assembled server', () => {
  it('counts a single tool against a limit of its own', async () => {
    await using server = await start(notes, { toolRateLimit: ['read_note=1/min'] });
    expect(await server.call('read_note', { title: 'first' })).toMatchObject({ body: 'hello' });
    expect(await server.call('read_note', { title: 'first' })).toMatchObject({ code: 'rate_limited' });
    expect(await server.call('write_note', { title: 'a', body: 'b' })).toEqual({ title: 'a' });
  });

  it.each([
    [
      'read_noet=1/min',
      '--tool-rate-limit is "read_noet=1/min", but no tool is named "read_noet"; write TOOL=N/UNIT.',
    ],
    ['read_note=often', '--tool-rate-limit: "often" is not a limit'],
    ['read_note', '--tool-rate-limit: "" is not a limit'],
  ])('refuses the limit %s', async (entry, message) => {
    await expect(start(notes, { toolRateLimit: [entry] })).rejects.toThrow(message);
  });

  it('refuses reads too while they cannot be audited, when told so', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'assemble-')));
    await using strict = await start(notes, { audit: folder, auditRequired: 'all' });
    expect(await strict.call('read_note', { title: 'first' })).toMatchObject({ code: 'audit_unavailable' });
    await using usual = await start(notes, { audit: folder });
    expect(await usual.call('read_note', { title: 'first' })).toMatchObject({ body: 'hello' });
    expect(await usual.call('write_note', { title: 'a', body: 'b' })).toMatchObject({
      code: 'audit_unavailable',
    });
  });

  it('gives a server the cache that its settings name', async () => {
    const redis = await startRedis();
    await using _ending = { [Symbol.asyncDispose]: redis.kill };
    await using first = await start(counting(), { redis: redis.url });
    await using second = await start(counting(), { redis: redis.url });
    await using alone = await start(counting(), {});
    expect(await first.call('get_count', {})).toEqual({ loads: 1 });
    expect(await second.call('get_count', {})).toEqual({ loads: 0 });
    expect(await alone.call('get_count', {})).toEqual({ loads: 1 });
  });
});

/** A server that says how often it had to load what it keeps in the cache. */
function counting(): ServerModule {
  interface Services {
    readonly cache: Cache<string>;
  }
  const getCount = defineTool({
    name: 'get_count',
    title: 'Count',
    toolset: 'all',
    description: 'How often a value was loaded.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ loads: z.number() }),
    run: async (_input, { cache, signal }: CallContext<Services>) => {
      let loads = 0;
      const load = async () => {
        loads += 1;
        return 'value';
      };
      await cache.getOrLoad('key', 60_000, load, signal);
      return { loads };
    },
  });
  return defineServer({
    name: 'counting',
    title: 'Counting',
    version: '1.0.0',
    description: 'Counts.',
    toolsets: { all: { description: 'All', default: true } },
    config: z.object({}),
    connect: ({ cacheStore, log }): Services => ({
      cache: createCache({ store: cacheStore(), schema: z.string(), log }),
    }),
    disconnect: ({ cache }) => cache.close(),
    tools: [getCount],
  });
}
