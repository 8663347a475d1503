import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectGitHub, type GitHubClient } from '../../src/test-support.ts';

/** A repository that some GitHub serves: the double, somebody else's double, or GitHub itself. */
export interface Place {
  readonly token: string;
  /** `owner/name`, with at least one file. */
  readonly repository: string;
  /** Where the API is; GitHub itself where it is left out. */
  readonly url?: string;
}

export interface Abilities {
  /** Whether the repository is there to be written to. */
  readonly scratch: boolean;
  /** Whether what is committed through trees and blobs can be read again, and there is GraphQL. */
  readonly whole?: boolean;
}

type Opened = GitHubClient & { readonly at: { readonly owner: string; readonly repo: string } };

const unique = () => `portolan-${crypto.randomUUID()}`;
const Named = z.object({ branches: z.array(z.looseObject({ name: z.string(), sha: z.string() })) });
const Commits = z.object({ commits: z.array(z.looseObject({ sha: z.string() })) });
const Tree = z.object({ entries: z.array(z.looseObject({ path: z.string(), type: z.string() })) });

/** What this server does with any GitHub, in the same words for each. */
export function describeRepository({ scratch, whole = true }: Abilities, make: () => Promise<Place>): void {
  const open = async (): Promise<Opened> => {
    const { token, repository, url } = await make();
    const [owner = '', repo = ''] = repository.split('/');
    const client = await connectGitHub({ token, argv: ['--yes'], ...(url !== undefined && { url }) });
    return { ...client, at: { owner, repo } };
  };
  describeReads(open);
  if (scratch) describeChanges(open);
  if (scratch && whole) describeCommits(open);
}

function describeReads(open: () => Promise<Opened>) {
  it('says what the credential is', async () => {
    const { ok } = await open();
    expect(await ok('get_me')).toMatchObject({ credential: expect.any(String), host: expect.any(String) });
  });

  it('reads branches, commits, folders and files', async () => {
    const { ok, at } = await open();
    const { default_branch: branch } = await ok('get_repository', at);
    const { branches } = Named.parse(await ok('list_branches', { ...at, perPage: 100 }));
    const head = branches.find(({ name }) => name === branch);
    const { commits } = Commits.parse(await ok('list_commits', { ...at, perPage: 1 }));
    expect(commits).toMatchObject([{ sha: head?.sha }]);
    expect(await ok('get_commit', { ...at, sha: head?.sha })).toMatchObject({ commit: { sha: head?.sha } });
    const { entries } = Tree.parse(await ok('get_repository_tree', { ...at, tree_sha: head?.sha }));
    const path = entries.find(({ type }) => type === 'file')?.path;
    expect(await ok('get_file_contents', { ...at, path, ref: branch })).toMatchObject({ files: [{ path }] });
  });

  it('lists issues and pull requests', async () => {
    const { ok, at } = await open();
    expect(await ok('list_issues', { ...at, state: 'ALL', perPage: 5 })).toMatchObject({
      issues: expect.any(Array),
    });
    expect(await ok('list_pull_requests', { ...at, state: 'all', perPage: 5 })).toMatchObject({
      pullRequests: expect.any(Array),
    });
  });

  it('says what does not exist', async () => {
    const { refused, at } = await open();
    const nowhere = { ...at, repo: unique() };
    expect(await refused('get_repository', nowhere)).toMatchObject({ code: 'not_found' });
    expect(await refused('get_commit', { ...at, sha: 'f'.repeat(40) })).toMatchObject({
      code: expect.stringMatching(/^(not_found|invalid_arguments)$/),
    });
    expect(await refused('get_issue', { ...at, issue_number: 2 ** 31 - 1 })).toMatchObject({
      code: 'not_found',
    });
  });
}

/** Branches, labels, comments and releases it makes it deletes; issues and pull requests it closes. */
function describeChanges(open: () => Promise<Opened>) {
  it('makes an issue once for a key, comments on it, and closes it', async () => {
    const { ok, refused, at } = await open();
    const made = { ...at, title: unique(), body: 'By a test.' };
    const { number: issue_number } = await ok('create_issue', made);
    const body = unique();
    const { id: comment_id } = await ok('add_issue_comment', { ...at, issue_number, body });
    await ok('update_comment', { ...at, comment_id, body: `${body} changed` });
    const read = { ...at, issue_number, include: ['comments'] };
    expect(await ok('get_issue', read)).toMatchObject({
      issue: { title: made.title, body: 'By a test.', state: 'open' },
      comments: [{ id: comment_id, body: `${body} changed` }],
    });
    await ok('delete_comment', { ...at, comment_id });
    expect(await refused('delete_comment', { ...at, comment_id })).toMatchObject({ code: 'not_found' });
    const closed = { ...at, issue_number, state: 'closed', state_reason: 'not_planned' };
    expect(await ok('update_issue', closed)).toMatchObject({ state: 'closed: not_planned' });
  });

  it('makes a label and deletes it', async () => {
    const { ok, refused, at } = await open();
    const name = unique();
    await ok('write_label', { ...at, name, color: 'ededed' });
    expect(await ok('list_labels', { ...at, perPage: 100 })).toMatchObject({
      labels: expect.arrayContaining([expect.objectContaining({ name, color: 'ededed' })]),
    });
    await ok('delete_label', { ...at, name });
    expect(await refused('delete_label', { ...at, name })).toMatchObject({ code: 'not_found' });
  });

  it('drafts a release and deletes it', async () => {
    const { ok, refused, at } = await open();
    const { id: release_id } = await ok('create_release', { ...at, tag: unique(), draft: true });
    expect(await ok('update_release', { ...at, release_id, name: 'Test' })).toMatchObject({ name: 'Test' });
    await ok('delete_release', { ...at, release_id });
    expect(await refused('delete_release', { ...at, release_id })).toMatchObject({ code: 'not_found' });
  });
}

function describeCommits(open: () => Promise<Opened>) {
  it('commits to a branch of its own, edits what is there, and refuses what moved on', async () => {
    const { ok, refused, at } = await open();
    const branch = unique();
    const on = { ...at, branch, message: 'Test' };
    await ok('create_branch', { ...at, branch });
    expect(await refused('create_branch', { ...at, branch })).toMatchObject({ code: 'already_exists' });
    await ok('push_files', { ...on, files: [{ path: `${branch}.txt`, content: 'one\ntwo\n' }] });
    const [file] = z
      .object({ files: z.array(z.looseObject({ sha: z.string() })) })
      .parse(await ok('get_file_contents', { ...at, path: `${branch}.txt`, ref: branch })).files;
    const edit = { ...on, path: `${branch}.txt`, sha: file?.sha, edits: [{ oldText: 'two', newText: '2' }] };
    await ok('edit_file', edit);
    expect(await refused('edit_file', edit)).toMatchObject({ code: 'conflict' });
    expect(await ok('get_file_contents', { ...at, path: `${branch}.txt`, ref: branch })).toMatchObject({
      files: [{ text: 'one\n2\n' }],
    });
    await ok('delete_branch', { ...at, branch });
    expect(await refused('delete_branch', { ...at, branch })).toMatchObject({ code: 'not_found' });
  });

  it('opens a pull request, shows its diff, reviews it, and closes it', async () => {
    const { ok, at } = await open();
    const branch = unique();
    const path = `${branch}.txt`;
    const { default_branch: base } = await ok('get_repository', at);
    await ok('create_branch', { ...at, branch });
    await ok('push_files', { ...at, branch, message: 'Test', files: [{ path, content: 'one\n' }] });
    const asked = { ...at, title: branch, head: branch, base };
    const { number: pullNumber, headSha } = await ok('create_pull_request', asked);
    const pull = { ...at, pullNumber };
    expect(await ok('get_pull_request', pull)).toMatchObject({ pullRequest: { title: branch, headSha } });
    expect(await ok('get_pull_request_diff', { ...pull, path })).toMatchObject({
      headSha,
      files: [{ path, patch: expect.stringContaining('+one') }],
    });
    expect(await ok('get_pull_request_checks', pull)).toMatchObject({ headSha });
    await discuss(ok, pull, path);
    expect(await ok('update_pull_request', { ...pull, state: 'closed' })).toMatchObject({ state: 'closed' });
    await ok('delete_branch', { ...at, branch });
  });
}

/** A comment on line 1, answered, resolved and opened again. */
async function discuss(ok: GitHubClient['ok'], pull: Readonly<Record<string, unknown>>, path: string) {
  await ok('create_review', { ...pull, body: 'Test', comments: [{ path, line: 1, body: 'Why?' }] });
  const Threads = z.object({ threads: z.array(z.looseObject({ id: z.string() })) });
  const [thread] = Threads.parse(await ok('list_review_threads', pull)).threads;
  const { pullNumber: _, ...at } = pull;
  const on = { ...at, threadID: thread?.id };
  await ok('reply_to_review_thread', { ...on, body: 'So.' });
  expect(await ok('resolve_review_thread', on)).toEqual({ resolved: true });
  expect(await ok('list_review_threads', pull)).toMatchObject({ threads: [] });
  expect(await ok('resolve_review_thread', { ...on, resolved: false })).toEqual({ resolved: false });
  expect(await ok('list_review_threads', pull)).toMatchObject({
    threads: [{ comments: [{ body: 'Why?' }, { body: 'So.' }] }],
  });
}
