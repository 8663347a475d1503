import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type CallBasics, defineServer, defineTool } from '../src/index.ts';
import { rawInMemory } from './support/raw-in-memory.ts';

let ran = 0;

const stuck = defineTool({
  name: 'stuck',
  title: 'Stuck',
  toolset: 'all',
  description: 'Never learns what it would touch.',
  effect: 'write',
  input: z.object({}),
  output: z.object({}),
  constrained: (_input, { signal }: CallBasics) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    }),
  run: () => {
    ran += 1;
    return {};
  },
});

const asking = defineTool({
  name: 'asking',
  title: 'Asking',
  toolset: 'all',
  description: 'Works until it is a task, then asks.',
  effect: 'read',
  task: true,
  input: z.object({}),
  output: z.object({ answer: z.string() }),
  run: async (_input, { ask, signal }: CallBasics) => {
    await sleep(400, undefined, { signal });
    const requestedSchema = { type: 'object', properties: { yes: { type: 'boolean' } } };
    const { action } = await ask('go on', { message: 'Go on?', requestedSchema });
    return { answer: action };
  },
});

const server = defineServer({
  name: 'timed',
  title: 'Timed',
  version: '1.0.0',
  description: 'Takes its time.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools: [stuck, asking],
});

test('finding out what a policy asks for ends at the deadline too', async () => {
  await using client = await rawInMemory(server, ['--timeout-ms', '100']);
  expect(await client.ask('tools/call', { name: 'stuck', arguments: {} })).toMatchObject({
    result: { isError: true, _meta: { 'portolan/error': { code: 'timeout' } } },
  });
  expect(ran).toBe(0);
});

test('the time of a task stands still while its user is asked', async () => {
  await using client = await rawInMemory(server, ['--timeout-ms', '4000']);
  const { result } = z
    .looseObject({ result: z.looseObject({ taskId: z.string() }) })
    .parse(await client.ask('tools/call', { name: 'asking', arguments: {} }));
  const { taskId } = result;
  const look = () => client.ask('tasks/get', { taskId });
  await expect.poll(look).toMatchObject({ result: { status: 'input_required' } });
  await sleep(4_200);
  expect(await look()).toMatchObject({ result: { status: 'input_required' } });
  await client.ask('tasks/update', { taskId, inputResponses: { 'go on': { action: 'decline' } } });
  await expect.poll(look).toMatchObject({
    result: { status: 'completed', result: { structuredContent: { answer: 'decline' } } },
  });
});
