import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', run_id: 7 };

it('runs again the whole, what failed, or one job', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'status', status: 201, method: 'POST', times: 3 });
  expect(await ok('rerun_workflow_run', which)).toEqual({ run_id: 7, accepted: true });
  await ok('rerun_workflow_run', { ...which, failed_only: true });
  await ok('rerun_workflow_run', { ...which, job_id: 9 });
  expect(proxy.seen.map(({ path }) => path.replace('/repos/octo/harbour/actions', ''))).toEqual([
    '/runs/7/rerun',
    '/runs/7/rerun-failed-jobs',
    '/jobs/9/rerun',
  ]);
});

it('says what GitHub refuses, and when the outcome is unknown', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'status', status: 403, method: 'POST', body: '{"message":"still running"}' });
  expect(await refused('rerun_workflow_run', which)).toMatchObject({ code: 'permission_denied' });
  proxy.script({ kind: 'reset', when: 'before', method: 'POST' });
  expect(await refused('rerun_workflow_run', which)).toMatchObject({ data: { outcome: 'unknown' } });
  expect(proxy.seen).toHaveLength(2);
});
