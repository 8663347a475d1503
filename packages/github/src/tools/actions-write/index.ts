import { cancelWorkflowRun } from './cancel-workflow-run.ts';
import { readArtifact } from './read-artifact.ts';
import { rerunWorkflowRun } from './rerun-workflow-run.ts';
import { runWorkflow } from './run-workflow.ts';

export const actionsWriteTools = [runWorkflow, rerunWorkflowRun, cancelWorkflowRun, readArtifact];
