import { expect, it } from 'vitest';
import { createWatchRoom } from './watch-room.ts';

const ada = { id: 'ada', kind: 'token' as const, roles: [], scopes: [] };
const bob = { ...ada, id: 'bob' };

it('lets a caller watch so many, counts each stop once and a failed beginning not at all', async () => {
  const room = createWatchRoom(2);
  const stopped: string[] = [];
  const watch = (name: string) => room.enter(ada, async () => () => stopped.push(name));
  const stopFirst = await watch('first');
  await watch('second');
  await expect(watch('third')).rejects.toThrow('watches 2 resources already');
  await room.enter(bob, async () => () => {});
  stopFirst();
  stopFirst();
  expect(stopped).toEqual(['first']);
  await expect(room.enter(ada, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await watch('third');
  await expect(watch('fourth')).rejects.toThrow('watches 2 resources already');
});
