import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { type Dispatch, findDispatched, runsBefore } from '../../actions/find-dispatched.ts';
import { id, owner, ref, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const inputs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const runWorkflow = defineGitHubTool({
  name: 'run_workflow',
  title: 'Run a workflow',
  toolset: 'actions_write',
  description:
    'Begin a run of a workflow with workflow_dispatch. workflow_id: file name or id. Answers the id of the run.',
  effect: 'write',
  untrusted: ['workflow', 'title', 'branch'],
  timeoutMs: 90_000,
  input: z.object({ owner, repo, workflow_id: z.string(), ref, inputs: inputs.optional() }),
  output: z.object({
    run_id: id.optional(),
    url: z.string().optional(),
    candidates: z.array(z.unknown()).optional(),
    note: z.string().optional(),
  }),
  async run({ inputs, ...dispatch }, context) {
    const before = await runsBefore(dispatch, context);
    const named = await changeOnce(() => send(dispatch, inputs, context), {
      check: 'Check with list_workflow_runs, event workflow_dispatch, whether it runs before you call again.',
    });
    if (named !== undefined) return named;
    context.changes.made('the run was begun');
    const runs = await findDispatched(dispatch, before, context);
    const [run] = runs;
    if (run && runs.length === 1)
      return { run_id: run.id, note: 'The only new run of this workflow and branch.' };
    if (run) {
      return { candidates: [...runs], note: 'Several runs began at the same moment: it is one of these.' };
    }
    return { note: 'It was accepted, but no run shows yet: look with list_workflow_runs.' };
  },
});

const Named = z.object({ workflow_run_id: z.int(), html_url: z.string().optional() });

/** GitHub names the run since 2026; an older Enterprise Server answers nothing, or does not know the parameter. */
async function send(
  dispatch: Dispatch,
  inputs: object | undefined,
  context: ToolContext,
  details = true,
): Promise<{ run_id: number; url?: string } | undefined> {
  const post = async (): Promise<{ data: unknown }> =>
    context.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      ...dispatch,
      ...(inputs && { inputs: { ...inputs } }),
      ...(details && { return_run_details: true }),
    });
  const { data } = await post().catch((error: unknown) => {
    if (!(error instanceof ToolError)) throw error;
    const { status, untrustedUpstreamText: words } = error.data ?? {};
    if (status === 404) {
      fail('not_found', 'There is no such workflow, ref or repository, or it may not be run.', {
        next: 'Give the file name of the workflow and a branch or tag that has it.',
      });
    }
    // It was refused whole, so nothing runs.
    const unknown = status === 422 && typeof words === 'string' && words.includes('return_run_details');
    if (unknown && details) return { data: 'again' };
    throw error;
  });
  if (data === 'again') return send(dispatch, inputs, context, false);
  const run = Named.safeParse(data).data;
  return run && { run_id: run.workflow_run_id, ...(run.html_url && { url: run.html_url }) };
}
