import { describe, expect, it } from 'vitest';
import { json } from '../src/faults/test-support.ts';
import { project } from '../src/projects/test-support.ts';
import { connectBehindProxy } from '../src/test-support.ts';

/** Some tools change several things, each by a request of its own. None of it is ever half done in silence. */

const place = { owner: 'octo', repo: 'harbour' };
const graphql = /\/graphql$/;
const forbidden = json(graphql, {
  data: { changed: null },
  errors: [{ type: 'FORBIDDEN', message: 'Not you' }],
});
const passed = (times: number) => ({ kind: 'delay', ms: 0, path: graphql, times }) as const;
const of = (all: readonly string[], failing: number) => ({
  made: all.slice(0, failing),
  failed: [all[failing]],
  notTried: all.slice(failing + 1),
});

async function withDiscussion() {
  const connected = await connectBehindProxy();
  const { harbour, ok } = connected;
  harbour.discussion({ title: 'Which rope?', body: 'Hemp?', category: 'Q&A', comments: ['Nylon.'] });
  const { comments } = await ok('get_discussion', { ...place, discussionNumber: 1 });
  const answer = Array.isArray(comments) ? comments[0]?.id : undefined;
  return { ...connected, given: { ...place, discussionNumber: 1, title: 'Line?', answer, state: 'closed' } };
}

describe('update_discussion', () => {
  const all = ['title', 'answer', 'state'];
  // It looks up the discussion and the comment first.
  const lookups = 2;

  it.each([0, 1, 2])('says what stays where change %i is refused', async (failing) => {
    const { refused, ok, proxy, given } = await withDiscussion();
    proxy.script(passed(lookups + failing), forbidden);
    expect(await refused('update_discussion', given)).toMatchObject({
      code: 'permission_denied',
      data: { changes: of(all, failing) },
    });
    const now = await ok('get_discussion', { ...place, discussionNumber: 1 });
    expect(now.discussion).toMatchObject({ title: failing > 0 ? 'Line?' : 'Which rope?' });
    expect(JSON.stringify(now).includes('"answered":true')).toBe(failing > 1);
  });

  it('says that it is unknown what became of the one whose answer was lost', async () => {
    const { refused, proxy, given } = await withDiscussion();
    proxy.script(passed(lookups + 1), { kind: 'status', status: 502, path: graphql, times: 3 });
    const { data, message, next } = await refused('update_discussion', given);
    expect(data).toMatchObject({ outcome: 'unknown', changes: of(all, 1) });
    expect(message).toMatch(/Made and kept: title\. Failed: answer\. Not tried: state\.$/);
    expect(next).toMatch(/look before you call again.*leave out what was made/);
  });

  it('can be called again whole', async () => {
    const { refused, ok, proxy, given } = await withDiscussion();
    proxy.script(passed(lookups + 1), forbidden);
    await refused('update_discussion', given);
    expect(await ok('update_discussion', given)).toEqual({ number: 1, state: 'closed', answered: true });
  });
});

describe('update_pull_request', () => {
  const given = {
    ...place,
    pullNumber: 1,
    title: 'Mended',
    state: 'closed',
    reviewers: ['ada'],
    draft: false,
  };
  const refusals = [
    { kind: 'status', status: 422, method: 'PATCH', body: '{"message":"no"}' },
    { kind: 'status', status: 422, path: /requested_reviewers/, body: '{"message":"no"}' },
    forbidden,
  ] as const;
  const changes = [['title', 'state'], ['reviewers'], ['draft']];

  async function withDraft() {
    const connected = await connectBehindProxy();
    connected.double.account('ada');
    const commits = [{ message: 'Mend', files: { a: 'a' } }];
    connected.harbour.pull({ title: 'Mend', head: 'mend', commits, draft: true });
    return connected;
  }

  it.each([0, 1, 2])('says what stays where change %i is refused', async (failing) => {
    const { refused, ok, proxy } = await withDraft();
    proxy.script(...refusals.slice(failing, failing + 1));
    expect((await refused('update_pull_request', given)).data).toMatchObject({
      changes: {
        made: changes.slice(0, failing).flat(),
        failed: changes[failing],
        notTried: changes.slice(failing + 1).flat(),
      },
    });
    const { pullRequest } = await ok('get_pull_request', { ...place, pullNumber: 1 });
    expect(pullRequest).toMatchObject({ title: failing > 0 ? 'Mended' : 'Mend', draft: true });
  });

  it('says that all was made where only the answer cannot be read', async () => {
    const { refused, proxy } = await withDraft();
    const path = /\/pulls\/1$/;
    proxy.script(
      { kind: 'delay', ms: 0, method: 'GET', path },
      { kind: 'status', status: 404, method: 'GET', path },
    );
    expect(await refused('update_pull_request', given)).toMatchObject({
      code: 'not_found',
      data: { changes: { made: changes.flat(), failed: [], notTried: [] } },
    });
  });
});

describe('write_project_item', () => {
  const given = {
    ...{ owner: 'octo', project_number: 2, item_owner: 'octo', item_repo: 'harbour', issue_number: 1 },
    fields: { Status: 'Done', Points: 3, Note: null },
  };
  const all = ['item', 'Status', 'Points', 'Note'];
  const answers = [
    json(graphql, project),
    json(graphql, { data: { repository: { issueOrPullRequest: { id: 'I_9' } } } }),
    json(graphql, { data: { addProjectV2ItemById: { item: { id: 'PVTI_1' } } } }),
    ...all.slice(1).map(() => json(graphql, { data: { changed: { projectV2Item: { id: 'PVTI_1' } } } })),
  ];
  const lookups = 2;

  it('changes nothing where it cannot be added', async () => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(...answers.slice(0, lookups), forbidden);
    const { data } = await refused('write_project_item', given);
    expect(data).not.toHaveProperty('changes');
    expect(proxy.seen).toHaveLength(lookups + 1);
  });

  it.each([1, 2, 3])('says what stays where change %i is refused', async (failing) => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(...answers.slice(0, lookups + failing), forbidden);
    expect((await refused('write_project_item', given)).data).toMatchObject({ changes: of(all, failing) });
    expect(proxy.seen).toHaveLength(lookups + failing + 1);
  });
});

it('run_workflow says that the run was begun where it cannot be found', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { argv: ['--timeout-ms', '20000'] });
  const empty = json(/\/runs\?/, { total_count: 0, workflow_runs: [] });
  proxy.script({ kind: 'status', status: 204, method: 'POST', path: /dispatches$/ }, empty, {
    kind: 'status',
    status: 403,
    path: /\/runs\?/,
    body: '{"message":"no"}',
  });
  expect(await refused('run_workflow', { ...place, workflow_id: 'ci.yml', ref: 'main' })).toMatchObject({
    code: 'permission_denied',
    data: { changes: { made: ['the run was begun'] } },
  });
});
