import { expect, test } from 'vitest';
import * as z from 'zod';
import { connectInMemory } from '../../../testing/src/clients/in-memory.ts';
import { defineServer } from '../definition/define-server.ts';
import { defineResource } from '../definition/resource.ts';
import { MAX_SUBSCRIPTIONS } from './subscriptions.ts';

/** A server of notes, which counts its watches; one begins when the test lets it. */
async function connectNotes(begin: Promise<void> = Promise.resolve()) {
  const watches = { asked: 0, running: 0 };
  const server = defineServer({
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
        read: async (_variables, _context, uri) => [{ uri, text: '' }],
        watch: async () => {
          watches.asked += 1;
          await begin;
          watches.running += 1;
          return () => {
            watches.running -= 1;
          };
        },
      }),
    ],
  });
  const client = await connectInMemory(server, { era: 'legacy' });
  const ask = (method: 'subscribe' | 'unsubscribe', title: string | number) =>
    client.request(`resources/${method}`, { uri: `note:///${title}` });
  return { watches, client, ask };
}

test('a connection watches so many resources and no more, until it leaves one', async () => {
  const { watches, client, ask } = await connectNotes();
  for (let title = 0; title < MAX_SUBSCRIPTIONS; title += 1) await ask('subscribe', title);
  await ask('subscribe', 0);
  expect(watches.running).toBe(MAX_SUBSCRIPTIONS);
  await expect(ask('subscribe', 'more')).rejects.toThrow('watches 256 resources already');
  await ask('unsubscribe', 7);
  await ask('subscribe', 'more');
  expect(watches.running).toBe(MAX_SUBSCRIPTIONS);
  await client.close();
  expect(watches.running).toBe(0);
});

test('a watch that begins after its client left it ends at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { watches, client, ask } = await connectNotes(promise);
  const subscribed = ask('subscribe', 'slow');
  await expect.poll(() => watches.asked).toBe(1);
  await ask('unsubscribe', 'slow');
  resolve();
  await subscribed;
  expect(watches).toEqual({ asked: 1, running: 0 });
  await client.close();
});
