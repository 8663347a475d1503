import { expect, test } from 'vitest';
import {
  apiKeyOf,
  connect,
  startHttpServer,
  startRedisCluster,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const unavailable = /^unavailable/;
/** Callers enough that each half of the slots counts some. */
const ids = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus', 'hal'];

test('a lost node of the cluster refuses the calls it counts, or each process counts them', async () => {
  await using cluster = await startRedisCluster();
  await using folder = await notesFolder();
  const keys = await writeApiKeys(folder.path, ids);
  const flags = ['--rate-limit', '100/min', '--redis', cluster.url, '--api-keys', keys];
  await using closed = await startHttpServer(folder.command(...flags));
  const local = ['--audit', `${folder.path}/other.jsonl`, '--redis-down', 'local'];
  await using counting = await startHttpServer(folder.command(...flags, ...local));
  const read = async (url: string, id: string) => {
    await using client = await connect('v1', { url, headers: { 'x-api-key': apiKeyOf(id) } });
    const { content } = await client.callTool('read_note', { title: 'first' });
    return content[0]?.text ?? '';
  };
  for (const { url } of [closed, counting]) {
    for (const id of ids) await expect.poll(() => read(url, id)).not.toMatch(unavailable);
  }
  const calls = Promise.all(ids.map((id) => read(closed.url, id)));
  await cluster.kill(1);
  await calls;
  const refused = await Promise.all(ids.map((id) => read(closed.url, id)));
  expect(refused.filter((text) => unavailable.test(text)).length).toBeGreaterThan(0);
  const counted = await Promise.all(ids.map((id) => read(counting.url, id)));
  expect(counted.filter((text) => unavailable.test(text))).toEqual([]);
});
