import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('forks a repository', async () => {
  const { ok, double } = await connectHarbour();
  double.repository('acme/crane');
  expect(await ok('fork_repository', { owner: 'acme', repo: 'crane' })).toMatchObject({
    full_name: 'octo/crane',
    fork: true,
  });
});

it('says that there is nothing to fork', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('fork_repository', { owner: 'acme', repo: 'x' })).toMatchObject({ code: 'not_found' });
});
