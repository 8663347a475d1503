import type { Harbour } from './seed-harbour.ts';

type Args = Readonly<Record<string, unknown>>;

/** What a tool is asked, and what it has to refuse. */
export interface Question {
  readonly args: Args;
  /** Where the same of a repository that does not exist is not what it refuses. */
  readonly wrong?: Args;
}

type Ask = (harbour: Harbour) => Question | Promise<Question>;

const place = { owner: 'octo', repo: 'harbour' };
const issue = { ...place, issue_number: 1 };
const pull = { ...place, pullNumber: 2 };
const branch = { ...place, branch: 'main', message: 'Change' };
const of =
  (args: Args = place, wrong?: Args): Ask =>
  () => ({ args, ...(wrong && { wrong }) });
/** What no credential may do that was revoked: the token is, before the second call. */
export const revoked: Args = {};

const repos: Record<string, Ask> = {
  get_me: of({}, revoked),
  search_repositories: of({ query: 'harbour' }, revoked),
  get_repository: of(),
  get_file_contents: of({ ...place, paths: ['src', 'src/rope.ts'] }, { ...place, path: 'gone.ts' }),
  get_repository_tree: of(),
  search_code: of({ query: 'rope repo:octo/harbour', lines: true }, revoked),
  list_commits: of(),
  get_commit: of({ ...place, sha: 'main', detail: 'full_patch' }),
  list_branches: of(),
  list_tags: of(),
  compare_refs: of({ ...place, base: 'main', head: 'mend', patches: true }),
  get_api: of({ path: '/repos/octo/harbour/topics' }, { path: '/user' }),
};

const reposMore: Record<string, Ask> = {
  get_file_blame: of({ ...place, path: 'src/rope.ts' }),
  list_releases: of(),
  get_latest_release: of(),
  get_release_by_tag: of({ ...place, tag: 'v1' }),
  list_repository_collaborators: of(),
  get_rules: of(),
};

const reposWrite: Record<string, Ask> = {
  edit_file: ({ harbour }) => ({
    args: {
      ...branch,
      path: 'src/rope.ts',
      sha: harbour.repo.git.entry(harbour.sha(), 'src/rope.ts')?.sha,
      edits: [{ oldText: 'hemp', newText: 'nylon' }],
    },
  }),
  push_files: of({
    ...branch,
    files: [
      { path: 'a.txt', content: 'a\n' },
      { path: 'src/rope.ts', delete: true },
    ],
  }),
  create_or_update_file: of({ ...branch, path: 'a.txt', content: 'a\n' }),
  delete_file: of({ ...branch, path: 'README.md' }),
  create_branch: of({ ...place, branch: 'new' }),
  delete_branch: of({ ...place, branch: 'work' }),
  create_repository: of({ name: 'quay', description: 'Stone', autoInit: true }, { name: 'harbour' }),
  fork_repository: ({ double }) => {
    double.repository('acme/crane');
    return { args: { owner: 'acme', repo: 'crane' } };
  },
  create_release: of({ ...place, tag: 'v2', target: 'main', name: 'Two', body: 'Better.' }),
  update_release: ({ harbour }) => {
    const { id } = harbour.release({ tag: 'v2', name: 'Two', draft: true });
    return { args: { ...place, release_id: id, body: 'Better.', draft: false } };
  },
  delete_release: ({ harbour }) => ({
    args: { ...place, release_id: harbour.release({ tag: 'v2' }).id },
  }),
  delete_repository: of(),
};

const issues: Record<string, Ask> = {
  list_issues: of(),
  search_issues: of({ query: 'rope', ...place }, revoked),
  get_issue: of({ ...issue, include: ['comments', 'sub_issues', 'links', 'timeline'] }),
  create_issue: of({ ...place, title: 'Mast bends', body: 'In wind.', labels: ['bug'], idempotencyKey: 'k' }),
  update_issue: of({ ...issue, state: 'closed', state_reason: 'not_planned' }),
  add_issue_comment: of({ ...issue, body: 'Done.' }),
  update_comment: ({ harbour }) => ({
    args: { ...place, comment_id: harbour.comment(1, 'Soon.').id, body: 'Done.' },
  }),
  delete_comment: ({ harbour }) => ({ args: { ...place, comment_id: harbour.comment(1, 'Soon.').id } }),
  list_labels: of(),
  write_label: of({ ...place, name: 'rope', color: 'ffffff', description: 'Of ropes' }),
  delete_label: of({ ...place, name: 'bug' }),
  list_milestones: of(),
  write_milestone: of({ ...place, title: 'Autumn', due_on: '2026-09-01T00:00:00Z' }),
};

const comments = [{ path: 'src/rope.ts', line: 1, body: 'Why?', suggestion: 'export const rope = 1;' }];
const review = { ...pull, event: 'COMMENT', body: 'Please.', comments };
/** The id of a thread that a review made. */
async function threadID({ ok }: Harbour): Promise<unknown> {
  await ok('create_review', review);
  const { threads } = await ok('list_review_threads', pull);
  return Array.isArray(threads) ? threads[0]?.id : undefined;
}

const pulls: Record<string, Ask> = {
  list_pull_requests: of(),
  search_pull_requests: of({ query: 'mend', ...place }, revoked),
  get_pull_request: of({ ...pull, include: ['reviews', 'commits'] }),
  get_pull_request_diff: of({ ...pull, path: 'src/rope.ts' }),
  list_review_threads: async (harbour) => {
    await threadID(harbour);
    return { args: pull };
  },
  get_pull_request_checks: of(pull),
  create_pull_request: of({ ...place, title: 'Work', head: 'work', base: 'main', reviewers: ['ada'] }),
  update_pull_request: of({ ...pull, title: 'Mended', state: 'closed' }),
  create_review: of(review),
  reply_to_review_thread: async (harbour) => ({
    args: { ...place, threadID: await threadID(harbour), body: 'Done.' },
  }),
  resolve_review_thread: async (harbour) => ({ args: { ...place, threadID: await threadID(harbour) } }),
  merge_pull_request: ({ harbour }) => ({
    args: { ...place, pullNumber: 3, expectedHeadSha: harbour.sha('paint') },
    wrong: { ...place, pullNumber: 2, expectedHeadSha: harbour.sha('mend') },
  }),
  update_pull_request_branch: ({ harbour }) => {
    harbour.push('main', [{ message: 'Other', files: { b: 'b' } }]);
    return { args: pull };
  },
};

const actions: Record<string, Ask> = {
  list_workflow_runs: of(),
  get_workflow_run: ({ runId }) => ({ args: { ...place, run_id: runId } }),
  get_job_logs: ({ runId }) => ({ args: { ...place, run_id: runId, failed_only: false } }),
  run_workflow: of({ ...place, workflow_id: 'ci.yml', ref: 'main' }),
  rerun_workflow_run: ({ runId }) => ({ args: { ...place, run_id: runId, failed_only: true } }),
  cancel_workflow_run: ({ harbour }) => {
    const run = harbour.run(harbour.workflow('.github/workflows/slow.yml'));
    return { args: { ...place, run_id: run.id } };
  },
  read_artifact: ({ runId }) => ({ args: { ...place, run_id: runId } }),
};

const security: Record<string, Ask> = {
  list_alerts: of({ ...place, kind: 'dependabot' }),
  get_alert: of({ ...place, kind: 'secret_scanning', alertNumber: 1 }),
  update_alert: of({
    ...place,
    kind: 'code_scanning',
    alertNumber: 1,
    state: 'closed',
    reason: 'false positive',
    comment: 'Looked at.',
  }),
  search_advisories: of({ ghsaId: 'GHSA-aaaa-bbbb-cccc' }, revoked),
};

async function gist({ ok }: Harbour): Promise<unknown> {
  const { id } = await ok('write_gist', { files: { 'a.txt': 'a\n' }, description: 'Notes' });
  return id;
}

const discussion = { ...place, discussionNumber: 4 };

/** The id of the first comment of the discussion. */
async function commentID({ ok }: Harbour): Promise<unknown> {
  const { comments } = await ok('get_discussion', discussion);
  return Array.isArray(comments) ? comments[0]?.id : undefined;
}

const social: Record<string, Ask> = {
  list_discussions: of(),
  get_discussion: of(discussion),
  create_discussion: of(
    { ...place, category: 'Ideas', title: 'A longer quay', body: 'By ten metres.' },
    { ...place, category: 'Gossip', title: 'A longer quay', body: 'By ten metres.' },
  ),
  update_discussion: async (harbour) => ({
    args: { ...discussion, title: 'Which rope now?', state: 'closed', answer: await commentID(harbour) },
  }),
  update_discussion_comment: async (harbour) => ({
    args: { ...discussion, commentID: await commentID(harbour), body: 'Hemp.' },
  }),
  delete_discussion_comment: async (harbour) => ({
    args: { ...discussion, commentID: await commentID(harbour) },
  }),
  add_discussion_comment: of({ ...discussion, body: 'Nylon, then.' }),
  list_notifications: of({}, revoked),
  dismiss_notification: ({ double, harbour }) => {
    const threadID = `${double.notify('octo', harbour, 2).id}`;
    return { args: { threadID, state: 'read' }, wrong: { threadID: '999', state: 'read' } };
  },
  list_gists: async (harbour) => {
    await gist(harbour);
    return { args: {}, wrong: revoked };
  },
  get_gist: async (harbour) => ({ args: { gist_id: await gist(harbour) }, wrong: { gist_id: 'abc' } }),
  write_gist: of({ files: { 'a.txt': 'a\n' } }, { gist_id: 'abc', files: { 'a.txt': 'b\n' } }),
  search_users: of({ query: 'ada' }, revoked),
  list_starred_repositories: async ({ ok }) => {
    await ok('star_repository', place);
    return { args: {}, wrong: { username: 'nobody' } };
  },
  star_repository: of(),
};

const project = { owner: 'octo', project_number: 1 };
const item = { ...project, item_owner: 'octo', item_repo: 'harbour', issue_number: 1 };
const fields = { Status: 'Done', Points: 3 };

const projects: Record<string, Ask> = {
  get_project: async ({ ok }) => {
    await ok('write_project_item', { ...item, fields });
    await ok('write_project_item', { ...item, issue_number: 2 });
    return { args: project, wrong: { ...project, project_number: 9 } };
  },
  write_project_item: of({ ...item, fields }, { ...item, fields: { Status: 'Gone' } }),
};

/** One question for every tool, by its name. */
export const questions: ReadonlyMap<string, Ask> = new Map(
  Object.entries({
    ...repos,
    ...reposMore,
    ...reposWrite,
    ...issues,
    ...pulls,
    ...actions,
    ...security,
    ...social,
    ...projects,
  }),
);
