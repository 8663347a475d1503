import * as z from 'zod';
import { findJob } from '../../actions/find-job.ts';
import { jobRow } from '../../actions/job-row.ts';
import { path } from '../../client/path.ts';
import { readLog } from '../../logs/read-log.ts';
import { failedStep } from '../../logs/step-window.ts';
import { idOf } from '../../schema/id.ts';
import { id, number, owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getJobLogs = defineGitHubTool({
  name: 'get_job_logs',
  title: 'Get the log of a job',
  toolset: 'actions',
  description:
    'End of the failed step; failed_only false: whole job. run_id alone: first failed job. grep: words, a|b. offset: from that line.',
  effect: 'read',
  untrusted: ['log', 'name', 'failedStep', 'alsoFailed'],
  timeoutMs: 180_000,
  input: z.object({
    owner,
    repo,
    job_id: id.optional(),
    run_id: id.optional(),
    job_name: z.string().optional(),
    failed_only: z.boolean().optional(),
    grep: z.string().optional(),
    context: z.int().optional(),
    tail_lines: number.optional(),
    offset: number.optional(),
  }),
  output: z.object({
    job: z.unknown(),
    log: z.string(),
    truncated: z.boolean(),
    nextOffset: z.int().optional(),
  }),
  async run({ grep, context: around, tail_lines: tailLines, offset, failed_only, ...which }, context) {
    const { job, alsoFailed } = await findJob(which, context);
    const wholeJob = failed_only === undefined ? offset !== undefined : !failed_only;
    const step = wholeJob ? undefined : failedStep(job.steps ?? []);
    const { owner, repo } = which;
    const found = await context.stream(
      { path: path`/repos/${owner}/${repo}/actions/jobs/${idOf(job.id)}/logs`, timeoutMs: 170_000 },
      (chunks) => readLog(chunks, { step, grep, context: around, offset, tailLines }),
    );
    const { lines, first, last, left, matches, total } = found;
    const forward = grep !== undefined || offset !== undefined;
    return {
      job: jobRow(job),
      ...(alsoFailed.length > 0 && { alsoFailed }),
      log: lines.join('\n'),
      ...(first !== undefined && { firstLine: first, lastLine: last }),
      ...(total !== undefined && { totalLines: total }),
      ...(matches !== undefined && { matches }),
      truncated: left > 0,
      ...(forward && left > 0 && last !== undefined && { nextOffset: last + 1 }),
    };
  },
});
