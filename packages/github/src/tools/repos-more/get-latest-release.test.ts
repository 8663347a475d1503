import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('gets the latest release, not a prerelease', async () => {
  const { ok } = await connectEmulate();
  await ok('create_release', { ...place, tag: 'v1', name: 'One', body: 'Notes.' });
  await ok('create_release', { ...place, tag: 'v2', prerelease: true });
  expect(await ok('get_latest_release', place)).toMatchObject({ tag: 'v1', name: 'One', body: 'Notes.' });
});

it('says that there is none', async () => {
  const { refused } = await connectEmulate();
  expect(await refused('get_latest_release', place)).toMatchObject({ code: 'not_found' });
});
