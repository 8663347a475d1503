import { expect, test } from 'vitest';
import { createHub } from './hub.ts';

test('a change that many watches see is told once, and the next one again', async () => {
  const hub = createHub();
  const told: string[] = [];
  const nothing = () => {};
  hub.join({
    resourceUpdated: (uri) => told.push(uri),
    resourceListChanged: nothing,
    toolListChanged: nothing,
    promptListChanged: nothing,
  });
  for (let watch = 0; watch < 1_000; watch++) hub.resourceUpdated('note:///hot');
  hub.resourceUpdated('note:///other');
  await expect.poll(() => told).toEqual(['note:///hot', 'note:///other']);
  hub.resourceUpdated('note:///hot');
  await expect.poll(() => told).toEqual(['note:///hot', 'note:///other', 'note:///hot']);
});
