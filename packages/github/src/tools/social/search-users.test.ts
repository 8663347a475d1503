import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

it('finds users', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(json(/^\/search\/users/, { total_count: 1, items: [{ login: 'ada', type: 'User' }] }));
  expect(await ok('search_users', { query: 'ada location:oslo', sort: 'followers' })).toEqual({
    total: 1,
    users: [{ login: 'ada', kind: 'User' }],
    untrusted: ['login'],
  });
});

it('says what GitHub does not understand', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'status', status: 422, path: /^\/search\/users/ });
  expect(await refused('search_users', { query: 'x:y' })).toMatchObject({ code: 'invalid_arguments' });
});
