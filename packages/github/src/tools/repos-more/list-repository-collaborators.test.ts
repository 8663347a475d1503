import { expect, it } from 'vitest';
import { connectGitHub, connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists who may do what', async () => {
  const { ok } = await connectHarbour();
  expect(await ok('list_repository_collaborators', place)).toEqual({
    collaborators: [{ login: 'octo', role: 'admin' }],
  });
});

it('needs push access', async () => {
  const { double } = await connectHarbour();
  const { refused } = await connectGitHub({ url: double.url, token: double.token({ login: 'eve' }) });
  expect(await refused('list_repository_collaborators', place)).toMatchObject({ code: 'permission_denied' });
});
