import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type CallBasics, defineServer, defineTool, fail } from '../src/index.ts';
import { rawInMemory } from './support/raw-in-memory.ts';

const ends = {
  refuses: () => fail('permission_denied', 'Not this.', { next: 'Ask.', data: { status: 403 } }),
  breaks: () => {
    throw new TypeError('x is undefined');
  },
  hangs: (signal: AbortSignal) => sleep(60_000, undefined, { signal }),
  works: () => {},
};
const End = z.enum(['refuses', 'breaks', 'hangs', 'works']);

const paint = defineTool({
  name: 'paint',
  title: 'Paint',
  toolset: 'all',
  description: 'Paints parts of a boat, each in the way it is told.',
  effect: 'write',
  input: z.object({ parts: z.array(End), after: End.default('works') }),
  output: z.object({ painted: z.array(z.number()) }),
  async run({ parts, after }, { changes, signal }: CallBasics) {
    const painted = await changes.inOrder(
      parts.map((end, index) => ({
        names: [`part ${index}`],
        async make() {
          await ends[end](signal);
          return index;
        },
      })),
    );
    await ends[after](signal);
    return { painted: [...painted] };
  },
});

const server = defineServer({
  name: 'painter',
  title: 'Painter',
  version: '1.0.0',
  description: 'Paints.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools: [paint],
});

const Answer = z.object({
  result: z.looseObject({
    structuredContent: z.unknown().optional(),
    content: z.array(z.looseObject({ text: z.string() })),
    _meta: z.looseObject({ 'portolan/error': z.looseObject({ data: z.unknown() }).optional() }).optional(),
  }),
});

async function painting(parts: readonly string[], after?: string) {
  await using client = await rawInMemory(server, ['--timeout-ms', '3000', '--log-level', 'error']);
  const asked = { name: 'paint', arguments: { parts, ...(after && { after }) } };
  const { result } = Answer.parse(await client.ask('tools/call', asked));
  const { content, structuredContent, _meta } = result;
  return { said: content[0]?.text, structuredContent, data: _meta?.['portolan/error']?.data };
}

test('changes are made one after the other, and answer in their order', async () => {
  const { structuredContent } = await painting(['works', 'works']);
  expect(structuredContent).toEqual({ painted: [0, 1] });
});

test('the error of a change says what was made before it and what was not tried', async () => {
  expect(await painting(['works', 'refuses', 'works', 'works'])).toMatchObject({
    said: 'permission_denied: Not this. Made and kept: part 0. Failed: part 1. Not tried: part 2, part 3. Ask. When you call again, leave out what was made.',
    data: { status: 403, changes: { made: ['part 0'], failed: ['part 1'], notTried: ['part 2', 'part 3'] } },
  });
});

test('where the first fails nothing is said to be made', async () => {
  expect(await painting(['refuses', 'works'])).toMatchObject({
    said: 'permission_denied: Not this. Failed: part 0. Not tried: part 1. Ask.',
    data: { changes: { made: [], failed: ['part 0'], notTried: ['part 1'] } },
  });
});

test('the error of the only change is left as it is', async () => {
  expect(await painting(['refuses'])).toMatchObject({
    said: 'permission_denied: Not this. Ask.',
    data: { status: 403 },
  });
});

test('the deadline says what was made before it', async () => {
  expect(await painting(['works', 'hangs', 'works'])).toMatchObject({
    said: expect.stringMatching(/^timeout: .*Made and kept: part 0\. Failed: part 1\. Not tried: part 2\./),
  });
});

test('a fault of ours says what was made before it, and where to report it', async () => {
  expect(await painting(['works', 'breaks'])).toMatchObject({
    said: expect.stringMatching(/^internal: .*Made and kept: part 0\. Failed: part 1\. Report it with/),
    data: { changes: { made: ['part 0'], failed: ['part 1'], notTried: [] } },
  });
});

test('what fails after all changes says that they were made', async () => {
  expect(await painting(['works', 'works'], 'refuses')).toMatchObject({
    said: 'permission_denied: Not this. Made and kept: part 0, part 1. Ask. When you call again, leave out what was made.',
    data: { changes: { made: ['part 0', 'part 1'], failed: [], notTried: [] } },
  });
});
