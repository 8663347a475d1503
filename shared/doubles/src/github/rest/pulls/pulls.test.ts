import { describe, expect, it } from 'vitest';
import { manyFiles } from '../../seed/big.ts';
import { client, owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub({ sizes: { diffLines: 40, diffFiles: 3 } });
  const repo = double.repository('octo/harbour', {
    commits: [{ message: 'One', files: { 'a.ts': 'one\ntwo\nthree\nfour\nfive\n', 'b.ts': 'b\n' } }],
    branches: {
      topic: [{ message: 'Two', files: { 'a.ts': 'one\nTWO\nthree\nfour\nfive\n' }, author: 'ada' }],
    },
  });
  return { double, repo, rest: owner(double).rest, ada: client(double, double.token({ login: 'ada' })).rest };
}

describe('a pull request', () => {
  it('is opened, listed, changed and closed', async () => {
    const { rest } = await filled();
    const { data } = await rest.pulls.create({
      ...at,
      title: 'Two',
      head: 'topic',
      base: 'main',
      body: 'x',
      draft: true,
    });
    expect(data).toMatchObject({
      number: 1,
      draft: true,
      mergeable: true,
      mergeable_state: 'draft',
      changed_files: 1,
      commits: 1,
      additions: 1,
    });
    expect(
      await refusal(rest.pulls.create({ ...at, title: 'x', head: 'topic', base: 'main' })),
    ).toMatchObject({
      status: 422,
      message: expect.stringContaining('A pull request already exists for octo:topic.'),
    });
    expect(await refusal(rest.pulls.create({ ...at, title: 'x', head: 'main', base: 'main' }))).toMatchObject(
      { status: 422 },
    );
    expect(
      await refusal(rest.pulls.create({ ...at, title: 'x', head: 'nowhere', base: 'main' })),
    ).toMatchObject({ status: 422 });
    await rest.pulls.update({ ...at, pull_number: 1, title: 'Zwei', state: 'closed' });
    expect((await rest.pulls.list(at)).data).toEqual([]);
    expect((await rest.pulls.list({ ...at, state: 'all', head: 'octo:topic' })).data).toMatchObject([
      { title: 'Zwei', state: 'closed' },
    ]);
  });

  it('comes from a fork, and follows its branch', async () => {
    const { double, repo, rest, ada } = await filled();
    const fork = double.fork(repo, 'ada');
    fork.push('idea', [
      { message: 'Idea', files: { 'a.ts': null, 'c.ts': 'one\ntwo\nthree\nfour\nfive\n' } },
    ]);
    await ada.pulls.create({ ...at, title: 'Idea', head: 'ada:idea', base: 'main' });
    expect((await rest.pulls.listFiles({ ...at, pull_number: 1 })).data).toMatchObject([
      { filename: 'c.ts', previous_filename: 'a.ts', status: 'renamed' },
    ]);
    fork.push('idea', [{ message: 'More', files: { d: 'd\n' }, author: 'ada' }]);
    expect((await rest.pulls.get({ ...at, pull_number: 1 })).data).toMatchObject({
      commits: 2,
      head: { sha: fork.sha('idea') },
    });
    expect(
      (await rest.pulls.listCommits({ ...at, pull_number: 1 })).data.map(({ commit }) => commit.message),
    ).toEqual(['Idea', 'More']);
  });

  it('shows its diff up to a size', async () => {
    const { repo, rest } = await filled();
    repo.pull({ title: 'Two', head: 'topic' });
    const small = await rest.pulls.get({ ...at, pull_number: 1, mediaType: { format: 'diff' } });
    expect(small.data).toContain('-two\n+TWO\n');
    repo.push('long', [{ message: 'Long', files: { long: 'x\n'.repeat(50) } }]);
    repo.pull({ title: 'Long', head: 'long' });
    const lines = await refusal(rest.pulls.get({ ...at, pull_number: 2, mediaType: { format: 'diff' } }));
    expect(lines).toMatchObject({
      status: 406,
      message: expect.stringContaining('maximum number of lines (40)'),
    });
    repo.push('wide', [{ message: 'Wide', files: { p: 'p', q: 'q', r: 'r', s: 's' } }]);
    repo.pull({ title: 'Wide', head: 'wide' });
    const files = await refusal(rest.pulls.get({ ...at, pull_number: 3, mediaType: { format: 'diff' } }));
    expect(files).toMatchObject({
      status: 406,
      message: expect.stringContaining('maximum number of files (3)'),
    });
  });

  it('of 3,001 files lists 3,000', async () => {
    const { double } = await filled();
    const { base, change } = manyFiles(3001);
    const repo = double.repository('octo/wide', { commits: [base], branches: { topic: [change] } });
    repo.pull({ title: 'Wide', head: 'topic' });
    const octokit = owner(double);
    const pull = { owner: 'octo', repo: 'wide', pull_number: 1 };
    const query = { ...pull, per_page: 100 };
    const { data, headers } = await octokit.rest.pulls.listFiles({ ...query, page: 30 });
    expect(data).toHaveLength(100);
    expect(headers.link).not.toContain('rel="next"');
    expect((await octokit.rest.pulls.listFiles({ ...query, page: 31 })).data).toEqual([]);
    expect((await octokit.rest.pulls.get(pull)).data.changed_files).toBe(3001);
  });
});

describe('a review', () => {
  it('comments on lines the diff shows, and on no others', async () => {
    const { repo, rest } = await filled();
    repo.pull({ title: 'Two', head: 'topic', author: 'ada' });
    const review = { ...at, pull_number: 1, event: 'COMMENT' as const };
    for (const line of [0, 6, 99]) {
      const wrong = rest.pulls.createReview({ ...review, comments: [{ path: 'a.ts', line, body: 'x' }] });
      expect(await refusal(wrong)).toMatchObject({ status: 422 });
    }
    expect(
      await refusal(rest.pulls.createReview({ ...review, comments: [{ path: 'b.ts', line: 1, body: 'x' }] })),
    ).toMatchObject({ status: 422 });
    expect((await rest.pulls.listReviews({ ...at, pull_number: 1 })).data).toEqual([]);
    const comments = [
      { path: 'a.ts', line: 2, side: 'LEFT', body: 'Old' },
      { path: 'a.ts', start_line: 1, line: 3, body: 'New' },
    ];
    const { data } = await rest.pulls.createReview({ ...review, body: 'Hm', comments });
    expect(data).toMatchObject({ state: 'COMMENTED', body: 'Hm' });
    const written = await rest.pulls.listReviewComments({ ...at, pull_number: 1 });
    expect(written.data).toMatchObject([
      { line: 2, side: 'LEFT', diff_hunk: '@@ -1,5 +1,5 @@\n one\n-two' },
      { line: 3, start_line: 1, side: 'RIGHT', diff_hunk: '@@ -1,5 +1,5 @@\n one\n-two\n+TWO\n three' },
    ]);
    const reply = await rest.pulls.createReplyForReviewComment({
      ...at,
      pull_number: 1,
      comment_id: written.data[0]?.id ?? 0,
      body: 'Yes',
    });
    expect(reply.data.in_reply_to_id).toBe(written.data[0]?.id);
  });

  it("is no approval of one's own, and waits until it is submitted", async () => {
    const { repo, rest, ada } = await filled();
    repo.pull({ title: 'Two', head: 'topic', author: 'ada' });
    const pull = { ...at, pull_number: 1 };
    expect(await refusal(ada.pulls.createReview({ ...pull, event: 'APPROVE' }))).toMatchObject({
      status: 422,
    });
    const pending = await rest.pulls.createReview({
      ...pull,
      comments: [{ path: 'a.ts', line: 2, body: 'x' }],
    });
    expect(pending.data.state).toBe('PENDING');
    expect((await ada.pulls.listReviews(pull)).data).toEqual([]);
    expect((await ada.pulls.listReviewComments(pull)).data).toEqual([]);
    expect(await refusal(rest.pulls.createReview({ ...pull, event: 'APPROVE' }))).toMatchObject({
      status: 422,
    });
    await rest.pulls.submitReview({ ...pull, review_id: pending.data.id, event: 'APPROVE' });
    expect((await ada.pulls.listReviews(pull)).data).toMatchObject([{ state: 'APPROVED' }]);
    const timeline = await ada.issues.listEventsForTimeline({ ...at, issue_number: 1 });
    expect(timeline.data).toMatchObject([{ event: 'reviewed', state: 'approved' }]);
  });
});

describe('a merge', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('by %s moves the base and closes', async (merge_method) => {
    const { repo, rest } = await filled();
    repo.pull({ title: 'Two', head: 'topic' });
    repo.push('main', [{ message: 'Other', files: { 'b.ts': 'bb\n' } }]);
    const { data } = await rest.pulls.merge({ ...at, pull_number: 1, merge_method, sha: repo.sha('topic') });
    expect(data.sha).toBe(repo.sha());
    const parents = { merge: 2, squash: 1, rebase: 1 }[merge_method];
    expect(repo.repo.git.commit(data.sha).parents).toHaveLength(parents);
    expect(repo.repo.git.read(repo.repo.git.entry(data.sha, 'a.ts')?.sha ?? '').toString()).toContain('TWO');
    const after = await rest.pulls.get({ ...at, pull_number: 1 });
    expect(after.data).toMatchObject({
      merged: true,
      state: 'closed',
      merged_by: { login: 'octo' },
      changed_files: 1,
      commits: 1,
    });
    expect(await refusal(rest.pulls.merge({ ...at, pull_number: 1 }))).toMatchObject({ status: 405 });
  });

  it('needs the head that was seen, no conflict, and what the branch asks for', async () => {
    const { repo, rest } = await filled();
    repo.pull({ title: 'Two', head: 'topic', author: 'ada' });
    const pull = { ...at, pull_number: 1 };
    expect(await refusal(rest.pulls.merge({ ...pull, sha: repo.sha() }))).toMatchObject({ status: 409 });
    repo.repo.protectedBranches.add('main');
    expect(await refusal(rest.pulls.merge(pull))).toMatchObject({
      status: 405,
      message: expect.stringContaining('approving review'),
    });
    await rest.pulls.createReview({ ...pull, event: 'APPROVE' });
    repo.push('main', [{ message: 'Other', files: { 'a.ts': 'else\n' } }]);
    expect((await rest.pulls.get(pull)).data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect(await refusal(rest.pulls.merge(pull))).toMatchObject({ status: 405 });
    expect(await refusal(rest.pulls.updateBranch(pull))).toMatchObject({ status: 422 });
  });

  it('of the base into the branch is an update', async () => {
    const { repo, rest } = await filled();
    repo.pull({ title: 'Two', head: 'topic' });
    const pull = { ...at, pull_number: 1 };
    expect(await refusal(rest.pulls.updateBranch(pull))).toMatchObject({ status: 422 });
    repo.push('main', [{ message: 'Other', files: { 'b.ts': 'bb\n' } }]);
    expect(await refusal(rest.pulls.updateBranch({ ...pull, expected_head_sha: repo.sha() }))).toMatchObject({
      status: 422,
    });
    expect((await rest.pulls.updateBranch({ ...pull, expected_head_sha: repo.sha('topic') })).status).toBe(
      202,
    );
    expect((await rest.pulls.get(pull)).data).toMatchObject({ commits: 2, changed_files: 1 });
  });
});
