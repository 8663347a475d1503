import { fileURLToPath } from 'node:url';
import { startGitHub } from '@portolan/doubles/github';
import { describeServerContract, nodeCommand, startFaultProxy } from '@portolan/testing';
import { afterAll } from 'vitest';

const double = await startGitHub();
const commits = Array.from({ length: 20 }, (_, index) => ({
  message: `Change ${index}`,
  files: { a: `${index}` },
}));
double.repository('octo/harbour', { commits });
double.repository('octo/brief');
const proxy = await startFaultProxy({ target: double.url });
proxy.script({ kind: 'hang', path: /^\/repos\/octo\/slow/, times: 10_000 });
proxy.script({ kind: 'delay', ms: 1_000, path: /^\/repos\/octo\/brief/, times: 10_000 });
afterAll(async () => {
  await proxy.close();
  await double.close();
});

const script = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
const place = { owner: 'octo', repo: 'harbour' };
const tools = {
  get_me: 'read',
  search_repositories: 'read',
  get_repository: 'read',
  get_file_contents: 'read',
  get_repository_tree: 'read',
  search_code: 'read',
  list_commits: 'read',
  get_commit: 'read',
  list_branches: 'read',
  list_tags: 'read',
  compare_refs: 'read',
  list_issues: 'read',
  search_issues: 'read',
  get_issue: 'read',
  create_issue: 'write',
  update_issue: 'write',
  add_issue_comment: 'write',
  update_comment: 'write',
  delete_comment: 'destroy',
  list_pull_requests: 'read',
  search_pull_requests: 'read',
  get_pull_request: 'read',
  get_pull_request_diff: 'read',
  list_review_threads: 'read',
  get_pull_request_checks: 'read',
  create_pull_request: 'write',
  update_pull_request: 'write',
  create_review: 'write',
  reply_to_review_thread: 'write',
  resolve_review_thread: 'write',
  list_workflow_runs: 'read',
  get_workflow_run: 'read',
  get_job_logs: 'read',
};

const waits = (place: string) => () => proxy.waiting.some(({ path }) => path.startsWith(place));

describeServerContract({
  name: 'github',
  bin: { ...nodeCommand(script), env: { GITHUB_TOKEN: double.token({ login: 'octo' }) } },
  args: () => ['--api-url', proxy.url, '--allow-local-host'],
  expectedTools: Object.keys(tools),
  readTools: Object.entries(tools).flatMap(([name, effect]) => (effect === 'read' ? [name] : [])),
  documents: {
    'github://{owner}/{repo}/{ref}/{+path}': ['get_file_contents'],
    'github://{owner}/{repo}/issues/{number}': ['get_issue'],
    'github://{owner}/{repo}/pulls/{number}': ['get_pull_request', 'get_pull_request_diff'],
    release_notes: ['compare_refs'],
    fix_failing_ci: ['get_pull_request', 'get_pull_request_checks'],
    review_pull_request: ['get_pull_request', 'get_pull_request_diff'],
    triage_issues: ['list_issues'],
  },
  sampleRead: { tool: 'list_commits', args: { ...place, perPage: 2 } },
  badArgument: { tool: 'list_commits', args: { ...place, perPage: 'x' }, argument: 'perPage' },
  sampleWrite: { tool: 'create_issue', args: { ...place, title: 'Leak' } },
  sampleSlow: {
    tool: 'get_repository',
    args: { owner: 'octo', repo: 'slow' },
    underWay: waits('/repos/octo/slow'),
  },
  sampleBrief: {
    tool: 'get_repository',
    args: { owner: 'octo', repo: 'brief' },
    underWay: waits('/repos/octo/brief'),
  },
  sampleBig: { tool: 'list_commits', args: place },
});
