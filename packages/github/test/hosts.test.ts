import { expect, it } from 'vitest';
import { connectGitHub, startDouble } from '../src/test-support.ts';

it('works with an Enterprise Server, whose GraphQL lies beside its REST API', async () => {
  const double = await startDouble();
  double.repository('octo/harbour');
  const { ok } = await connectGitHub({ url: double.enterpriseUrl, token: double.token({ login: 'octo' }) });
  const place = { owner: 'octo', repo: 'harbour' };
  expect(await ok('get_repository', place)).toMatchObject({ full_name: 'octo/harbour' });
  expect(await ok('get_file_blame', { ...place, path: 'README.md', ref: 'main' })).toMatchObject({
    ranges: [{ from: 1 }],
  });
  expect(double.requests.map(({ path }) => path)).toEqual(['/api/v3/repos/octo/harbour', '/api/graphql']);
});
