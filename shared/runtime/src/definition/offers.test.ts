import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectInMemory } from '../../../testing/src/clients/in-memory.ts';
import { defineServer } from './define-server.ts';
import { defineTool } from './tool.ts';

interface Services {
  readonly useless: Set<string>;
}

const tool = (name: string) =>
  defineTool<Services, z.ZodObject, z.ZodObject>({
    name,
    title: name,
    toolset: 'all',
    description: 'Learns which tools are of no use.',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    run: (_input, { useless, toolListChanged }) => {
      useless.add('spare');
      toolListChanged();
      return {};
    },
  });

const server = defineServer({
  name: 'learning',
  title: 'Learning',
  version: '1.0.0',
  description: 'Learns.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: (): Services => ({ useless: new Set() }),
  tools: [tool('learn'), tool('spare')],
  offers: ({ useless }, name, caller) => caller.kind === 'local' && !useless.has(name),
});

it('leaves out of the list what turned out to be of no use, and still runs it', async () => {
  await using client = await connectInMemory(server, { era: 'legacy' });
  const names = async () => (await client.listTools()).map(({ name }) => name);
  expect(await names()).toEqual(['learn', 'spare']);
  await client.callTool('learn');
  expect(await names()).toEqual(['learn']);
  expect((await client.callTool('spare')).isError).not.toBe(true);
});
