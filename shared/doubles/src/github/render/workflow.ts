import type { Call } from '../http/call.ts';
import type { Repo } from '../state/repository.ts';
import type { Artifact, Job, Workflow, WorkflowRun } from '../state/workflow.ts';
import { actionsOf } from '../state/workflow.ts';
import { hashOf, nodeId } from '../state/world.ts';
import { minimalRepoJson, repoHtml, repoUrl } from './repository.ts';
import { userJson } from './user.ts';

const actionsUrl = (call: Call, repo: Repo) => `${repoUrl(call, repo)}/actions`;

export const workflowJson = (call: Call, repo: Repo, { id, name, path, createdAt }: Workflow) => ({
  id,
  node_id: nodeId('W', id),
  name,
  path,
  state: 'active',
  created_at: createdAt,
  updated_at: createdAt,
  url: `${actionsUrl(call, repo)}/workflows/${id}`,
  html_url: `${repoHtml(call, repo)}/blob/${repo.defaultBranch}/${path}`,
  badge_url: `${repoHtml(call, repo)}/workflows/${encodeURIComponent(name)}/badge.svg`,
});

function headJson(repo: Repo, sha: string) {
  if (repo.git.typeOf(sha) !== 'commit') return null;
  const { tree, message, author, committer } = repo.git.commit(sha);
  const person = ({ name, email }: typeof author) => ({ name, email });
  const people = { author: person(author), committer: person(committer) };
  return { id: sha, tree_id: tree, message, timestamp: committer.date, ...people };
}

export function runJson(call: Call, repo: Repo, run: WorkflowRun) {
  const url = `${actionsUrl(call, repo)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    url,
    html_url: `${repoHtml(call, repo)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor: userJson(call, run.actor),
    triggering_actor: userJson(call, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repoUrl(call, repo)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${actionsUrl(call, repo)}/workflows/${run.workflow.id}`,
    head_commit: headJson(repo, run.sha),
    repository: minimalRepoJson(call, repo),
    head_repository: minimalRepoJson(call, repo),
    referenced_workflows: [],
  };
}

export function jobJson(call: Call, repo: Repo, job: Job) {
  const run = actionsOf(repo).runs.get(job.runId);
  return {
    id: job.id,
    run_id: job.runId,
    workflow_name: run?.workflow.name ?? null,
    head_branch: run?.branch ?? null,
    run_url: `${actionsUrl(call, repo)}/runs/${job.runId}`,
    run_attempt: job.attempt,
    node_id: nodeId('CR', job.id),
    head_sha: run?.sha ?? '',
    url: `${actionsUrl(call, repo)}/jobs/${job.id}`,
    html_url: `${repoHtml(call, repo)}/actions/runs/${job.runId}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.startedAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map(({ name, conclusion }, at) => ({
      name,
      status: conclusion === null ? 'in_progress' : 'completed',
      conclusion,
      number: at + 1,
      started_at: job.startedAt,
      completed_at: conclusion === null ? null : job.completedAt,
    })),
    check_run_url: `${repoUrl(call, repo)}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
  };
}

export function artifactJson(call: Call, repo: Repo, artifact: Artifact) {
  const run = actionsOf(repo).runs.get(artifact.runId);
  const url = `${actionsUrl(call, repo)}/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId('A', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.content.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    digest: `sha256:${hashOf(artifact.content)}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: artifact.createdAt.replace(/^\d{4}/, (year) => String(Number(year) + 1)),
    workflow_run: run
      ? {
          id: run.id,
          repository_id: repo.id,
          head_repository_id: repo.id,
          head_branch: run.branch,
          head_sha: run.sha,
        }
      : null,
  };
}
