import * as z from 'zod';
import { id, owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const cancelWorkflowRun = defineGitHubTool({
  name: 'cancel_workflow_run',
  title: 'Cancel a workflow run',
  toolset: 'actions_write',
  description: 'Cancel a run; force also one that ignores it.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({ owner, repo, run_id: id, force: z.boolean().optional() }),
  output: z.object({ run_id: id, accepted: z.boolean() }),
  async run({ force, ...run }, context) {
    const { request } = context.with({ idempotent: true });
    if (force) await request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel', run);
    else await request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', run);
    return { run_id: run.run_id, accepted: true };
  },
});
