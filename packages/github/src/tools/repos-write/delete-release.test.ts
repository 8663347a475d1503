import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('deletes a release', async () => {
  const { ok } = await connectEmulate({ argv: ['--yes'] });
  const { id } = await ok('create_release', { ...place, tag: 'v1' });
  expect(await ok('delete_release', { ...place, release_id: id })).toEqual({ deleted: id });
  expect(await ok('list_releases', place)).toMatchObject({ releases: [] });
});

it('says that there is no such release', async () => {
  const { refused } = await connectEmulate({ argv: ['--yes'] });
  expect(await refused('delete_release', { ...place, release_id: 99 })).toMatchObject({ code: 'not_found' });
});
