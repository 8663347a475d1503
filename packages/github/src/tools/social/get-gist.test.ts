import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('gives a gist with its files, as far as there is room', async () => {
  const { client, ok } = await connectHarbour();
  const files = { 'a.txt': 'short', 'b.txt': '"long"\n'.repeat(20_000) };
  const { id } = await ok('write_gist', { files });
  const answer = await client.callTool({ name: 'get_gist', arguments: { gist_id: id } });
  expect(JSON.stringify(answer).length).toBeLessThan(64 * 1024);
  expect(answer.structuredContent).toMatchObject({
    contents: [
      { name: 'a.txt', text: 'short' },
      { name: 'b.txt', omitted: true },
    ],
    truncated: true,
  });
  expect(await ok('get_gist', { gist_id: id, file: 'a.txt' })).toMatchObject({ truncated: false });
});

it('says that there is no such gist or file, and shows none in lockdown', async () => {
  const { ok, refused } = await connectHarbour();
  expect(await refused('get_gist', { gist_id: 'abc' })).toMatchObject({ code: 'not_found' });
  const { id } = await ok('write_gist', { files: { a: 'a' } });
  expect(await refused('get_gist', { gist_id: id, file: 'b' })).toMatchObject({ code: 'not_found' });
  const locked = await connectHarbour({}, { argv: ['--lockdown'] });
  expect(await locked.refused('get_gist', { gist_id: 'abc' })).toMatchObject({ code: 'forbidden' });
});
