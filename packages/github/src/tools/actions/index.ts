import { getJobLogs } from './get-job-logs.ts';
import { getWorkflowRun } from './get-workflow-run.ts';
import { listWorkflowRuns } from './list-workflow-runs.ts';

export const actionsTools = [listWorkflowRuns, getWorkflowRun, getJobLogs];
