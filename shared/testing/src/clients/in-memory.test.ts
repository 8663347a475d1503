import { type CallContext, defineServer, defineTool } from '@portolan/runtime';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { expectFailure, expectSuccess } from '../contract/answers.ts';
import { connectInMemory } from './in-memory.ts';

interface Services {
  readonly removed: string[];
}

let removed: string[] = [];

const server = defineServer({
  name: 'sample',
  title: 'Sample',
  version: '1.0.0',
  description: 'A server with one tool.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: (): Services => {
    removed = [];
    return { removed };
  },
  tools: [
    defineTool({
      name: 'remove_thing',
      title: 'Remove a thing',
      toolset: 'all',
      description: 'Remove a thing for good.',
      effect: 'destroy',
      input: z.object({ thing: z.string() }),
      output: z.object({ count: z.int() }),
      run: ({ thing }, context: CallContext<Services>) => ({ count: context.removed.push(thing) }),
    }),
  ],
});

test.each(['legacy', 'modern'] as const)(
  'a client of the %s era asks its user and gets its answer',
  async (era) => {
    const elicit = () => ({ action: 'accept' as const, content: { confirm: true } });
    await using client = await connectInMemory(server, { era, elicit });
    expect(client.server.name).toBe('portolan-sample');
    const answer = await client.callTool('remove_thing', { thing: 'a' });
    expectSuccess(answer);
    expect(answer.structuredContent).toEqual({ count: 1 });
    expect(removed).toEqual(['a']);
  },
);

test('flags hold as on a command line', async () => {
  await using client = await connectInMemory(server, { argv: ['--read-only'] });
  expect(await client.listTools()).toEqual([]);
  await using silent = await connectInMemory(server);
  expectFailure(await silent.callTool('remove_thing', { thing: 'a' }), 'confirmation_unavailable');
  expect(removed).toEqual([]);
});
