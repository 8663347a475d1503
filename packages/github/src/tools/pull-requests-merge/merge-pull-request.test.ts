import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const commits = [{ message: 'Mend', files: { a: 'a' } }];
const run = (conclusion: string | null) => ({
  id: 1,
  name: 'test',
  status: conclusion === null ? 'queued' : 'completed',
  conclusion,
  app: null,
  output: { title: null },
});

async function connectMerge({ asks = true, draft = false } = {}) {
  const connected = await connectBehindProxy({}, asks ? { confirms: true } : {});
  connected.harbour.pull({ title: 'Mend', head: 'mend', commits, draft });
  const checks = (...conclusions: readonly (string | null)[]) =>
    connected.proxy.script(
      json(/\/status\?/, { state: 'pending', statuses: [] }),
      json(/\/check-runs\?/, { check_runs: conclusions.map(run) }),
    );
  const expectedHeadSha = connected.harbour.sha('mend');
  const puts = () => connected.proxy.seen.filter(({ method }) => method === 'PUT').length;
  return { ...connected, checks, puts, args: { ...which, expectedHeadSha } };
}

it('merges once the user agrees, at the head that was looked at, with its checks passed', async () => {
  const { ok, harbour, checks, args } = await connectMerge();
  checks('success', 'skipped');
  const { merged, sha } = await ok('merge_pull_request', { ...args, merge_method: 'squash' });
  expect([merged, sha]).toEqual([true, harbour.sha('main')]);
});

it('refuses where checks failed or are not done, unless told not to look', async () => {
  const { ok, refused, checks, puts, args } = await connectMerge();
  checks('success', 'failure');
  expect(await refused('merge_pull_request', args)).toMatchObject({
    code: 'conflict',
    message: 'Of the checks of the head 1 failed. Nothing was merged.',
  });
  checks(null);
  expect(await refused('merge_pull_request', args)).toMatchObject({ data: { failed: 0, pending: 1 } });
  expect(puts()).toBe(0);
  expect(await ok('merge_pull_request', { ...args, checks: false })).toMatchObject({ merged: true });
});

it('refuses where the head moved, where it is a draft, closed or merged', async () => {
  const { ok, refused, harbour, puts, args } = await connectMerge();
  harbour.push('mend', [{ message: 'More', files: { b: 'b' } }]);
  expect(await refused('merge_pull_request', args)).toMatchObject({
    code: 'conflict',
    data: { headSha: harbour.sha('mend') },
  });
  const now = { ...args, expectedHeadSha: harbour.sha('mend'), checks: false };
  await ok('update_pull_request', { ...which, state: 'closed' });
  expect(await refused('merge_pull_request', now)).toMatchObject({
    message: expect.stringContaining('closed'),
  });
  await ok('update_pull_request', { ...which, state: 'open' });
  await ok('merge_pull_request', now);
  expect(await refused('merge_pull_request', now)).toMatchObject({ code: 'already_exists' });
  expect(puts()).toBe(1);
  const draft = await connectMerge({ draft: true });
  expect(await draft.refused('merge_pull_request', draft.args)).toMatchObject({
    message: 'The pull request is a draft. Nothing was merged.',
  });
});

it('refuses where there are conflicts, and does nothing unasked', async () => {
  const { refused, harbour, args } = await connectMerge();
  harbour.push('main', [{ message: 'Other', files: { a: 'other' } }]);
  expect(await refused('merge_pull_request', args)).toMatchObject({
    message: 'It has conflicts with main. Nothing was merged.',
  });
  const unasked = await connectMerge({ asks: false });
  expect(await unasked.refused('merge_pull_request', unasked.args)).toMatchObject({
    code: 'confirmation_unavailable',
  });
  expect(unasked.proxy.seen).toEqual([]);
});

it('finds out that it merged where the answer is lost, and says so where it cannot', async () => {
  const { ok, proxy, puts, args } = await connectMerge();
  proxy.script({ kind: 'reset', when: 'after', method: 'PUT' });
  expect(await ok('merge_pull_request', { ...args, checks: false })).toMatchObject({ merged: true });
  expect(puts()).toBe(1);
  const other = await connectMerge();
  other.proxy.script({ kind: 'status', status: 502, method: 'PUT' });
  expect(await other.refused('merge_pull_request', { ...other.args, checks: false })).toMatchObject({
    data: { outcome: 'unknown' },
  });
});
