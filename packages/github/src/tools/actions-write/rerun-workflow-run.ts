import * as z from 'zod';
import { id, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const rerunWorkflowRun = defineGitHubTool({
  name: 'rerun_workflow_run',
  title: 'Run a workflow run again',
  toolset: 'actions_write',
  description: 'Run again what ran: only failed jobs with failed_only, or the one of job_id.',
  effect: 'write',
  input: z.object({
    owner,
    repo,
    run_id: id,
    failed_only: z.boolean().optional(),
    job_id: id.optional(),
  }),
  output: z.object({ run_id: id, accepted: z.boolean() }),
  async run({ failed_only, job_id, ...run }, { request }) {
    const { owner, repo } = run;
    await changeOnce(
      async () => {
        if (job_id !== undefined) {
          await request('POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun', { owner, repo, job_id });
        } else if (failed_only) {
          await request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs', run);
        } else {
          await request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', run);
        }
        return true;
      },
      { check: 'Check with get_workflow_run whether its attempt went up before you call again.' },
    );
    return { run_id: run.run_id, accepted: true };
  },
});
