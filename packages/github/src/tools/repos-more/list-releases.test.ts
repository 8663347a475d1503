import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists releases with the beginning of their notes', async () => {
  const { ok } = await connectEmulate();
  await ok('create_release', { ...place, tag: 'v1', body: 'x'.repeat(600) });
  await ok('create_release', { ...place, tag: 'v2', body: 'short' });
  await ok('create_release', { ...place, tag: 'v3', draft: true });
  const { releases } = await ok('list_releases', place);
  expect(releases).toHaveLength(3);
  expect(releases).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ tag: 'v1', body: 'x'.repeat(500), body_omitted: 100 }),
      expect.objectContaining({ tag: 'v2', body: 'short' }),
      expect.objectContaining({ tag: 'v3', draft: true, url: expect.stringContaining('/releases/') }),
    ]),
  );
  // The address of any but a draft follows from its tag.
  expect(releases).not.toContainEqual(expect.objectContaining({ tag: 'v1', url: expect.anything() }));
});

it('says that there is no such repository', async () => {
  const { refused } = await connectEmulate();
  expect(await refused('list_releases', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
