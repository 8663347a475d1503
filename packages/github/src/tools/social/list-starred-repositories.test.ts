import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('lists what is starred', async () => {
  const { ok } = await connectHarbour();
  await ok('star_repository', { owner: 'octo', repo: 'harbour' });
  expect(await ok('list_starred_repositories')).toMatchObject({ repositories: [{ repo: 'octo/harbour' }] });
  expect(await ok('list_starred_repositories', { username: 'octo' })).toMatchObject({
    repositories: [{ repo: 'octo/harbour' }],
  });
});

it('says that there is no such user', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('list_starred_repositories', { username: 'nobody' })).toMatchObject({
    code: 'not_found',
  });
});
