import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('gets the release of a tag', async () => {
  const { ok } = await connectEmulate();
  await ok('create_release', { ...place, tag: 'v1', name: 'One' });
  await ok('create_release', { ...place, tag: 'v2' });
  expect(await ok('get_release_by_tag', { ...place, tag: 'v1' })).toMatchObject({ tag: 'v1', name: 'One' });
});

it('says that there is none', async () => {
  const { refused } = await connectEmulate();
  expect(await refused('get_release_by_tag', { ...place, tag: 'v9' })).toMatchObject({ code: 'not_found' });
});
