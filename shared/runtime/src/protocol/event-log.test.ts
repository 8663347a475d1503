import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { createEventLog } from './event-log.ts';

const message = (text: string): JSONRPCMessage => ({ jsonrpc: '2.0', method: 'note', params: { text } });

async function replayed(store: EventStore, lastId: string): Promise<JSONRPCMessage[]> {
  const sent: JSONRPCMessage[] = [];
  await store.replayEventsAfter(lastId, {
    send: async (_id, event) => {
      sent.push(event);
    },
  });
  return sent;
}

test('what came after the last event of the same stream is sent again, in order', async () => {
  const store = createEventLog().of({});
  const first = await store.storeEvent('a', message('1'));
  await store.storeEvent('b', message('other stream'));
  await store.storeEvent('a', message('2'));
  await store.storeEvent('a', message('3'));
  expect(await replayed(store, first)).toEqual([message('2'), message('3')]);
  expect(await store.getStreamIdForEventId?.(first)).toBe('a');
});

test('one session cannot have the events of another', async () => {
  const log = createEventLog();
  const [ours, theirs] = [log.of({}), log.of({})];
  const id = await theirs.storeEvent('a', message('secret'));
  await theirs.storeEvent('a', message('more'));
  expect(await ours.getStreamIdForEventId?.(id)).toBeUndefined();
  await expect(replayed(ours, id)).rejects.toThrow('not kept');
});

test('the oldest events of all sessions go first, and those of an ended session at once', async () => {
  const log = createEventLog(3 * JSON.stringify(message('x')).length);
  const session = {};
  const [one, two] = [log.of(session), log.of({})];
  const ids = [
    await one.storeEvent('a', message('1')),
    await two.storeEvent('a', message('2')),
    await one.storeEvent('a', message('3')),
    await two.storeEvent('a', message('4')),
  ] as const;
  expect(await one.getStreamIdForEventId?.(ids[0])).toBeUndefined();
  expect(await replayed(two, ids[1])).toEqual([message('4')]);
  log.forget(session);
  expect(await one.getStreamIdForEventId?.(ids[2])).toBeUndefined();
  await two.storeEvent('a', message('5'));
  expect(await replayed(two, ids[1])).toEqual([message('4'), message('5')]);
});
