import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectInMemory } from '../../../testing/src/clients/in-memory.ts';
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

const connect = (...argv: readonly string[]) => connectInMemory(server, { argv });

it('offers and calls the tools that the settings make', async () => {
  await using connected = await connect('--made', 'wipe_more', '--yes');
  const tools = await connected.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['wipe', 'wipe_more']);
  const { structuredContent } = await connected.callTool('wipe_more', { dryRun: false });
  expect(structuredContent).toEqual({ wiped: true });
});

it('does not ask about a call that changes nothing', async () => {
  await using connected = await connect();
  const call = (dryRun: boolean) => connected.callTool('wipe', { dryRun });
  expect((await call(true)).structuredContent).toEqual({ wiped: false });
  expect((await call(false)).isError).toBe(true);
});
