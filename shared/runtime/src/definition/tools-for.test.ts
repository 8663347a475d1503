import { Client } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { serveInMemory } from '../in-memory.ts';
import { defineServer } from './define-server.ts';
import { defineTool } from './tool.ts';

const wipe = (name: string) =>
  defineTool({
    name,
    title: name,
    toolset: 'all',
    description: 'Wipes, or only says that it would.',
    effect: 'destroy',
    input: z.object({ dryRun: z.boolean() }),
    output: z.object({ wiped: z.boolean() }),
    confirmation: ({ dryRun }) => (dryRun ? undefined : 'Wipe?'),
    run: ({ dryRun }) => ({ wiped: !dryRun }),
  });

const server = defineServer({
  name: 'wiping',
  title: 'Wiping',
  version: '1.0.0',
  description: 'Wipes.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({
    made: z.array(z.string()).default([]).meta({ description: 'Tools to make', changesTools: true }),
  }),
  connect: () => ({}),
  tools: [wipe('wipe')],
  toolsFor: ({ made }) => [wipe('wipe'), ...made.map(wipe)],
});

async function connect(...argv: readonly string[]) {
  const served = await serveInMemory(server, ['--audit', 'off', ...argv]);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(served.transport);
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await served[Symbol.asyncDispose]();
    },
  };
}

it('offers and calls the tools that the settings make', async () => {
  await using connected = await connect('--made', 'wipe_more', '--yes');
  const { tools } = await connected.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['wipe', 'wipe_more']);
  const { structuredContent } = await connected.client.callTool({
    name: 'wipe_more',
    arguments: { dryRun: false },
  });
  expect(structuredContent).toEqual({ wiped: true });
});

it('does not ask about a call that changes nothing', async () => {
  await using connected = await connect();
  const call = (dryRun: boolean) => connected.client.callTool({ name: 'wipe', arguments: { dryRun } });
  expect((await call(true)).structuredContent).toEqual({ wiped: false });
  expect((await call(false)).isError).toBe(true);
});
