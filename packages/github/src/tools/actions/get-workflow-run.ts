import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { JobRow, jobRow, readJobs } from '../../actions/job-row.ts';
import { demandRun } from '../../actions/own-run.ts';
import { RunRow, runRow } from '../../actions/run-row.ts';
import { id, owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getWorkflowRun = defineGitHubTool({
  name: 'get_workflow_run',
  title: 'Get a workflow run',
  toolset: 'actions',
  description: 'A run with its jobs, failed ones first with the step that failed.',
  effect: 'read',
  untrusted: ['workflow', 'title', 'branch', 'name', 'failedStep'],
  input: z.object({ owner, repo, run_id: id }),
  output: z.object({ run: RunRow, jobs: z.array(JobRow) }),
  async run(which, context) {
    const { data } = await context.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', which);
    await demandRun(data, which, context);
    const { jobs, more } = await readJobs(which, context);
    const rows = fitting(jobs.map(jobRow));
    return {
      run: runRow(data, !context.lockdown.on),
      jobs: [...rows],
      ...((more || rows.length < jobs.length) && { truncated: true }),
    };
  },
});
