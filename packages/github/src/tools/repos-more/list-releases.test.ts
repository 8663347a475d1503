import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists releases with the beginning of their notes', async () => {
  const { ok } = await connectEmulate();
  await ok('create_release', { ...place, tag: 'v1', body: 'x'.repeat(600) });
  await ok('create_release', { ...place, tag: 'v2', body: 'short' });
  const { releases } = await ok('list_releases', place);
  expect(releases).toHaveLength(2);
  expect(releases).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ tag: 'v1', body: 'x'.repeat(500), body_omitted: 100 }),
      expect.objectContaining({ tag: 'v2', body: 'short' }),
    ]),
  );
});

it('says that there is no such repository', async () => {
  const { refused } = await connectEmulate();
  expect(await refused('list_releases', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
