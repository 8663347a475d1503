import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('lists gists', async () => {
  const { ok } = await connectHarbour();
  const { id } = await ok('write_gist', { files: { 'a\u{202e}.txt': 'a' }, description: 'Notes\u{200b}' });
  expect(await ok('list_gists')).toMatchObject({
    gists: [{ id, description: 'Notes', files: ['a\\u{202e}.txt'], public: false, owner: 'octo' }],
    untrusted: ['description', 'files'],
  });
  expect(await ok('list_gists', { username: 'octo', perPage: 1 })).toMatchObject({ gists: [{ id }] });
});

it('says what the token may not', async () => {
  const { refused, double, token } = await connectHarbour();
  double.revoke(token);
  expect(await refused('list_gists')).toMatchObject({ code: 'permission_denied' });
});
