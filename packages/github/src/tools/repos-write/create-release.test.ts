import { expect, it } from 'vitest';
import { connectBehindProxy, connectEmulate } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('publishes a release', async () => {
  const { ok } = await connectEmulate();
  const { id, published_at, url, ...release } = await ok('create_release', {
    ...place,
    tag: 'v1',
    target: 'main',
    name: 'One\u{202e}',
    body: 'First.',
    prerelease: true,
  });
  expect([typeof id, typeof published_at, typeof url]).toEqual(['number', 'string', 'string']);
  expect(release).toMatchInlineSnapshot(`
    {
      "author": "octo",
      "body": "First.",
      "name": "One",
      "prerelease": true,
      "tag": "v1",
      "target": "main",
      "untrusted": [
        "tag",
        "name",
        "body",
      ],
    }
  `);
});

it('says that the tag has a release already', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const errors = [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }];
  const body = JSON.stringify({ message: 'Validation Failed', errors });
  proxy.script({ kind: 'status', status: 422, method: 'POST', body });
  expect(await refused('create_release', { ...place, tag: 'v1' })).toMatchObject({ code: 'already_exists' });
  expect(await refused('create_release', { ...place, tag: '../x' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
