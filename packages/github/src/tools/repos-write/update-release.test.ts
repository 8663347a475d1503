import { expect, it } from 'vitest';
import { connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('changes what is given, and nothing else', async () => {
  const { ok } = await connectEmulate();
  const { id } = await ok('create_release', {
    ...place,
    tag: 'v1',
    name: 'One',
    body: 'First.',
    draft: true,
  });
  const changed = await ok('update_release', { ...place, release_id: id, body: 'Better.', draft: false });
  expect(changed).toMatchObject({ id, tag: 'v1', name: 'One', body: 'Better.' });
  expect(changed).not.toHaveProperty('draft');
});

it('says that there is no such release', async () => {
  const { refused } = await connectEmulate();
  expect(await refused('update_release', { ...place, release_id: 99 })).toMatchObject({ code: 'not_found' });
  expect(await refused('update_release', { ...place, release_id: 2 ** 53 })).toMatchObject({
    code: 'invalid_arguments',
  });
});
