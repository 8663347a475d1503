import { expect, it } from 'vitest';
import { owner, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

it('check runs, their annotations and statuses belong to a commit', async () => {
  const double = await validGithub();
  const repo = double.repository('octo/harbour');
  repo.check({ name: 'lint', conclusion: 'failure' });
  const run = repo.check({
    name: 'lint',
    conclusion: 'failure',
    title: 'One problem',
    annotations: [{ path: 'README.md', startLine: 1, endLine: 1, level: 'failure', message: 'Too short' }],
  });
  repo.check({ name: 'test' });
  repo.status({ state: 'pending', context: 'deploy' });
  repo.status({ state: 'success', context: 'deploy', description: 'Done' });
  const { rest } = owner(double);
  const { data } = await rest.checks.listForRef({ ...at, ref: 'main' });
  expect(data.check_runs.map(({ id, name, status }) => [id === run.id, name, status])).toEqual([
    [true, 'lint', 'completed'],
    [false, 'test', 'in_progress'],
  ]);
  expect((await rest.checks.listForRef({ ...at, ref: 'main', filter: 'all' })).data.total_count).toBe(3);
  const annotations = await rest.checks.listAnnotations({ ...at, check_run_id: run.id });
  expect(annotations.data).toMatchObject([
    { path: 'README.md', annotation_level: 'failure', message: 'Too short' },
  ]);
  const status = await rest.repos.getCombinedStatusForRef({ ...at, ref: 'main' });
  expect(status.data).toMatchObject({
    state: 'success',
    total_count: 1,
    statuses: [{ description: 'Done' }],
  });
  await rest.repos.createCommitStatus({ ...at, sha: repo.sha(), state: 'failure', context: 'deploy' });
  expect((await rest.repos.getCombinedStatusForRef({ ...at, ref: 'main' })).data.state).toBe('failure');
  expect(
    (await rest.repos.listCommitStatusesForRef({ ...at, ref: 'main' })).data.map(({ state }) => state),
  ).toEqual(['failure', 'success', 'pending']);
});
