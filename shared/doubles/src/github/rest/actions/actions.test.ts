import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../seed/zip.ts';
import { owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub();
  const repo = double.repository('octo/harbour');
  const workflow = repo.workflow('.github/workflows/ci.yml', { name: 'CI', inputs: ['depth'] });
  const run = repo.run(workflow, {
    conclusion: 'failure',
    jobs: [
      { name: 'build', conclusion: 'success', log: 'fine\n' },
      { name: 'test', steps: [{ name: 'Run', conclusion: 'failure' }], log: 'boom\n' },
      { name: 'old' },
    ],
    artifacts: { report: zipOf({ 'a.txt': 'a' }) },
  });
  return { double, repo, workflow, run, rest: owner(double).rest };
}

/** What is in an archive, by name. */
function textsIn(archive: unknown): Readonly<Record<string, string>> {
  if (!(archive instanceof ArrayBuffer)) throw new Error('no archive');
  const entries = Object.entries(unzipSync(new Uint8Array(archive)));
  return Object.fromEntries(entries.map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe('actions', () => {
  it('list workflows, runs and jobs', async () => {
    const { rest, run } = await filled();
    expect((await rest.actions.listRepoWorkflows(at)).data.workflows).toMatchObject([{ name: 'CI' }]);
    const runs = await rest.actions.listWorkflowRuns({ ...at, workflow_id: 'ci.yml', status: 'failure' });
    expect(runs.data.workflow_runs).toMatchObject([{ id: run.id, conclusion: 'failure', run_number: 1 }]);
    expect((await rest.actions.listWorkflowRunsForRepo({ ...at, status: 'success' })).data.total_count).toBe(
      0,
    );
    const jobs = await rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.id });
    expect(jobs.data.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['build', 'success'],
      ['test', 'failure'],
      ['old', 'failure'],
    ]);
    expect(jobs.data.jobs[1]?.steps).toMatchObject([{ number: 1, name: 'Run', conclusion: 'failure' }]);
  });

  it('redirect to logs on another host, which takes no token', async () => {
    const { double, rest, run } = await filled();
    const { jobs } = (await rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.id })).data;
    const job_id = jobs[1]?.id ?? 0;
    const answer = await rest.actions.downloadJobLogsForWorkflowRun({
      ...at,
      job_id,
      request: { redirect: 'manual' },
    });
    const location = String(answer.headers.location);
    expect(location).toContain(double.blobUrl);
    expect(await (await fetch(location)).text()).toBe('boom\n');
    expect(await (await fetch(location, { headers: { range: 'bytes=1-2' } })).text()).toBe('oo');
    const refused = await fetch(location, { headers: { authorization: 'token x' } });
    expect(refused.status).toBe(400);
    expect(double.blobRequests.map(({ authorized, status }) => [authorized, status])).toEqual([
      [false, 200],
      [false, 206],
      [true, 400],
    ]);
    const gone = rest.actions.downloadJobLogsForWorkflowRun({ ...at, job_id: jobs[2]?.id ?? 0 });
    expect(await refusal(gone)).toMatchObject({ status: 410 });
  });

  it('give artifacts and logs as archives', async () => {
    const { rest, run } = await filled();
    const { artifacts } = (await rest.actions.listWorkflowRunArtifacts({ ...at, run_id: run.id })).data;
    expect(artifacts).toMatchObject([{ name: 'report', expired: false }]);
    const artifact_id = artifacts[0]?.id ?? 0;
    const zip = await rest.actions.downloadArtifact({ ...at, artifact_id, archive_format: 'zip' });
    expect(textsIn(zip.data)).toEqual({ 'a.txt': 'a' });
    const logs = await rest.actions.downloadWorkflowRunLogs({ ...at, run_id: run.id });
    expect(textsIn(logs.data)).toEqual({ '0_build.txt': 'fine\n', '1_test.txt': 'boom\n' });
  });

  it('start one job again', async () => {
    const { rest, run } = await filled();
    const first = (await rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.id })).data.jobs[1];
    await rest.actions.reRunJobForWorkflowRun({ ...at, job_id: first?.id ?? 0 });
    const second = await rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.id });
    expect(second.data.jobs.map(({ name, run_attempt }) => [name, run_attempt])).toEqual([['test', 2]]);
    const attempt = await rest.actions.listJobsForWorkflowRunAttempt({
      ...at,
      run_id: run.id,
      attempt_number: 1,
    });
    expect(attempt.data.total_count).toBe(3);
  });

  it('start, cancel and start again', async () => {
    const { rest, repo } = await filled();
    const dispatch = { ...at, workflow_id: 'ci.yml', ref: 'main' };
    expect((await rest.actions.createWorkflowDispatch({ ...dispatch, inputs: { depth: '1' } })).status).toBe(
      204,
    );
    const wrong = rest.actions.createWorkflowDispatch({ ...dispatch, inputs: { width: '1' } });
    expect(await refusal(wrong)).toMatchObject({
      status: 422,
      message: expect.stringContaining('Unexpected inputs'),
    });
    expect(await refusal(rest.actions.createWorkflowDispatch({ ...dispatch, ref: 'nowhere' }))).toMatchObject(
      { status: 422 },
    );
    const [run] = (await rest.actions.listWorkflowRunsForRepo({ ...at, event: 'workflow_dispatch' })).data
      .workflow_runs;
    const run_id = run?.id ?? 0;
    expect(await refusal(rest.actions.reRunWorkflow({ ...at, run_id }))).toMatchObject({ status: 403 });
    await rest.actions.cancelWorkflowRun({ ...at, run_id });
    expect((await rest.actions.getWorkflowRun({ ...at, run_id })).data).toMatchObject({
      conclusion: 'cancelled',
    });
    expect(await refusal(rest.actions.cancelWorkflowRun({ ...at, run_id }))).toMatchObject({ status: 409 });
    await rest.actions.reRunWorkflow({ ...at, run_id });
    expect((await rest.actions.getWorkflowRun({ ...at, run_id })).data).toMatchObject({
      status: 'queued',
      run_attempt: 2,
    });
    const still = repo.workflow('.github/workflows/push.yml', { dispatch: false });
    expect(
      await refusal(rest.actions.createWorkflowDispatch({ ...dispatch, workflow_id: still.id })),
    ).toMatchObject({ status: 422 });
  });
});
