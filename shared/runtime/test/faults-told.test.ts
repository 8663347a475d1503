import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { connectInMemory } from '../../testing/src/clients/in-memory.ts';
import { defineServer } from '../src/definition/define-server.ts';
import { defineResource } from '../src/definition/resource.ts';
import { fail } from '../src/errors/tool-error.ts';
import { startOtlpCollector } from './support/otlp-collector.ts';

afterEach(() => void vi.unstubAllEnvs());

/** A server whose notes fail, as `failing` does. */
const failingNotes = (failing: () => never) =>
  defineServer({
    name: 'notes',
    title: 'Notes',
    description: 'Notes.',
    version: '1.0.0',
    toolsets: {},
    config: z.object({}),
    connect: () => ({}),
    tools: [],
    resources: [
      defineResource({
        name: 'note',
        title: 'Note',
        uri: 'note:///{title}',
        description: 'A note.',
        mimeType: 'text/plain',
        needs: [],
        list: async () => failing(),
        read: async () => failing(),
      }),
    ],
  });

const Told = z.object({ code: z.number(), message: z.string(), data: z.object({ traceId: z.string() }) });

test.each([
  ['modern', 'resources/read'],
  ['modern', 'resources/list'],
  ['legacy', 'resources/read'],
  ['legacy', 'resources/list'],
] as const)('in the %s era a fault of %s is told by its trace id alone', async (era, method) => {
  const server = failingNotes(() => {
    throw new Error('no such folder: /srv/private');
  });
  await using client = await connectInMemory(server, { era });
  const params = method === 'resources/read' ? { uri: 'note:///a' } : {};
  const thrown = await client.request(method, params).catch((error: unknown) => error);
  const { code, message, data } = Told.parse(thrown);
  expect(code).toBe(-32_603);
  expect(data.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(message).toContain(data.traceId);
  expect(message).not.toContain('/srv/private');
});

test('a span tells of a failure without the secrets in its message', async () => {
  const collector = await startOtlpCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.endpoint);
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
  const token = `ghp_${'a1B2'.repeat(9)}`;
  {
    const server = failingNotes(() => fail('upstream_error', `The service refused ${token}.`));
    await using client = await connectInMemory(server);
    await expect(client.request('resources/read', { uri: 'note:///a' })).rejects.toThrow('The service');
  }
  const exported = () => JSON.stringify(collector.json('/v1/traces'));
  await expect.poll(exported, { timeout: 30_000 }).toContain('The service refused');
  expect(exported()).not.toContain(token);
  await collector.stop();
});
