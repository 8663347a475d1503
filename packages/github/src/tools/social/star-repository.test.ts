import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('stars a repository and takes the star away, also where an answer is lost', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'reset', when: 'after', method: 'PUT' });
  expect(await ok('star_repository', place)).toEqual({ starred: true });
  expect(await ok('star_repository', { ...place, starred: false })).toEqual({ starred: false });
  expect(await ok('list_starred_repositories')).toMatchObject({ repositories: [] });
});

it('says that there is no such repository', async () => {
  const { refused } = await connectBehindProxy();
  expect(await refused('star_repository', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
