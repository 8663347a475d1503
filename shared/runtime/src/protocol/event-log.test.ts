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

test('of the session that holds most the oldest events go first, and those of an ended session at once', async () => {
  const log = createEventLog(8 * 1024);
  const session = {};
  const [one, two] = [log.of(session), log.of({})];
  const theirs = await two.storeEvent('a', message('theirs'));
  await two.storeEvent('a', message('theirs too'));
  const ours: string[] = [];
  for (let at = 0; at < 100; at++) ours.push(await one.storeEvent('a', message(String(at))));
  const kept = await Promise.all(ours.map((id) => one.getStreamIdForEventId?.(id)));
  expect(kept.at(0)).toBeUndefined();
  expect(kept.at(-1)).toBe('a');
  expect(await replayed(two, theirs)).toEqual([message('theirs too')]);
  log.forget(session);
  await expect(replayed(one, ours.at(-1) ?? '')).rejects.toThrow('not kept');
  // Their room is free again.
  for (let at = 0; at < 4; at++) await two.storeEvent('a', message(String(at)));
  expect(await replayed(two, theirs)).toHaveLength(5);
});

test('events that say nothing take room too, for each costs memory', async () => {
  const store = createEventLog(8 * 1024).of({});
  const empty = JSON.parse('{}');
  const first = await store.storeEvent('0', empty);
  for (let at = 1; at < 20; at++) await store.storeEvent(String(at), empty);
  expect(await store.getStreamIdForEventId?.(first)).toBeUndefined();
});

test('what a session sends after its end takes no room', async () => {
  const log = createEventLog(8 * 1024);
  const session = {};
  const [ended, other] = [log.of(session), log.of({})];
  const theirs = await other.storeEvent('a', message('theirs'));
  log.forget(session);
  for (let at = 0; at < 20; at++) {
    const id = await ended.storeEvent('a', message(String(at)));
    expect(await ended.getStreamIdForEventId?.(id)).toBeUndefined();
  }
  expect(await other.getStreamIdForEventId?.(theirs)).toBe('a');
});
