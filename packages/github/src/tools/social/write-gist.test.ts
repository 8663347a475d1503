import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

it('creates a gist, then changes its files', async () => {
  const { ok } = await connectBehindProxy();
  const made = await ok('write_gist', { files: { 'a.txt': 'a', 'b.txt': 'b' }, description: 'Notes' });
  expect(made).toEqual({ id: expect.any(String), url: expect.stringContaining('gist'), created: true });
  const changed = await ok('write_gist', { gist_id: made.id, files: { 'a.txt': 'A', 'b.txt': null } });
  expect(changed).toMatchObject({ id: made.id, created: false });
  const read = await ok('get_gist', { gist_id: made.id });
  expect(read).toMatchObject({ contents: [{ name: 'a.txt', text: 'A' }] });
});

it('says when it is unknown whether it was made', async () => {
  const { refused, proxy } = await connectBehindProxy();
  expect(await refused('write_gist', { files: { a: null } })).toMatchObject({ code: 'invalid_arguments' });
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await refused('write_gist', { files: { a: 'a' } })).toMatchObject({ data: { outcome: 'unknown' } });
});
