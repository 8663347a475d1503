import { expect, it } from 'vitest';
import { UserBehindLibrary } from './handed-over.ts';

const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'book' } } as const;
const question = { message: 'Which day?', requestedSchema: { type: 'object', properties: {} } } as const;
const result = { content: [], structuredContent: {} };

function userOf(signal = new AbortController().signal) {
  const handedOver: unknown[] = [];
  const user = new UserBehindLibrary(message, signal, (given) => handedOver.push(given));
  return { user, handedOver };
}

it('answers a call that asks nothing, and asks nobody once it has ended', async () => {
  const { user, handedOver } = userOf();
  expect(await user.run(async () => result)).toBe(result);
  await expect(user.ask('day', question)).rejects.toMatchObject({ code: 'cancelled' });
  await expect(user.request('roots', 'roots/list', {})).rejects.toMatchObject({ code: 'cancelled' });
  expect(handedOver).toEqual([]);
});

it('asks nobody for a call that was cancelled, though its tool goes on', async () => {
  const controller = new AbortController();
  const { user, handedOver } = userOf(controller.signal);
  const running = user.run(async () => {
    controller.abort();
    await user.ask('day', question);
    return result;
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(handedOver).toEqual([]);
});

it('leaves a call to the library at its first question', async () => {
  const { user, handedOver } = userOf();
  const running = user.run(async () => {
    const asking = [user.ask('day', question), user.ask('time', question)];
    await Promise.race([...asking, Promise.resolve()]);
    return result;
  });
  expect(await running).toBeUndefined();
  expect(handedOver).toEqual([message]);
});
