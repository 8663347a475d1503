import * as z from 'zod';
import { shownRuns } from '../../actions/own-run.ts';
import { RunRow, runRow } from '../../actions/run-row.ts';
import { runStatus } from '../../actions/run-status.ts';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { defined } from '../../schema/defined.ts';
import { login, objectId, owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listWorkflowRuns = defineGitHubTool({
  name: 'list_workflow_runs',
  title: 'List workflow runs',
  toolset: 'actions',
  description: 'Newest first. workflow_id: file name or id. status: also a conclusion, as failure.',
  effect: 'read',
  untrusted: ['workflow', 'title', 'branch'],
  input: z.object({
    owner,
    repo,
    workflow_id: z.string().optional(),
    branch: z.string().optional(),
    event: z.string().optional(),
    status: z.string().optional(),
    actor: login.optional(),
    head_sha: objectId.optional(),
    ...paging,
  }),
  output: z.object({ runs: z.array(RunRow), nextCursor }),
  async run({ after, ...asked }, context) {
    const { workflow_id, status, perPage, ...filters } = asked;
    const question = ['list_workflow_runs', asked];
    const place = placeOf(question, after);
    const query = {
      ...defined(filters),
      ...(status !== undefined && { status: runStatus(status) }),
      per_page: perPage ?? 30,
      page: place.page,
    };
    const { data, headers } =
      workflow_id === undefined
        ? await context.request('GET /repos/{owner}/{repo}/actions/runs', query)
        : await context.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
            ...query,
            workflow_id,
          });
    const shown = await shownRuns(data.workflow_runs, asked, context);
    const rows = shown.map((run) => runRow(run, !context.lockdown.on));
    const { items, ...next } = pageOf(rows, place, { question, more: hasNext(headers) });
    return { runs: [...items], ...next };
  },
});
