import { describe, expect, it } from 'vitest';
import { client, owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub();
  const repo = double.repository('octo/harbour', { collaborators: { ada: 'triage' } });
  repo.label('bug', 'ff0000', 'Something is wrong');
  repo.milestone('v1', { dueOn: '2026-06-01T00:00:00Z' });
  repo.issue({ title: 'One', body: 'Fix @ada', labels: ['bug'], assignees: ['ada'], milestone: 1 });
  repo.issue({ title: 'Two', author: 'eve', comments: ['Hi', 'Ho'] });
  repo.issue({ title: 'Three', author: null, state: 'closed', stateReason: 'not_planned' });
  repo.pull({ title: 'Four', head: 'topic', commits: [{ message: 'x', files: { x: 'x' } }] });
  return { double, repo, rest: owner(double).rest, eve: client(double, double.token({ login: 'eve' })).rest };
}

describe('a list of issues', () => {
  it.each([
    [{}, [4, 2, 1]],
    [{ state: 'closed' as const }, [3]],
    [{ state: 'all' as const, direction: 'asc' as const }, [1, 2, 3, 4]],
    [{ labels: 'bug' }, [1]],
    [{ labels: 'bug,none' }, []],
    [{ creator: 'eve' }, [2]],
    [{ assignee: 'none' }, [4, 2]],
    [{ assignee: '*' }, [1]],
    [{ milestone: '1' }, [1]],
    [{ mentioned: 'ada' }, [1]],
    [{ sort: 'comments' as const }, [2, 4, 1]],
    [{ since: '2030-01-01T00:00:00Z' }, []],
  ])('asked for with %j has %j', async (query, numbers) => {
    const { rest } = await filled();
    const { data } = await rest.issues.listForRepo({ ...at, ...query });
    expect(data.map(({ number }) => number)).toEqual(numbers);
  });

  it('is paged by links, which name the repository by its id', async () => {
    const { rest, repo } = await filled();
    const { headers } = await rest.issues.listForRepo({ ...at, state: 'all', per_page: 2 });
    const next = `/repositories/${repo.repo.id}/issues?state=all&per_page=2&page=2>; rel="next"`;
    expect(headers.link).toContain(next);
    expect(headers.link).toContain('rel="last"');
    const octokit = owner((await filled()).double);
    const all = await octokit.paginate('GET /repos/{owner}/{repo}/issues', {
      ...at,
      state: 'all',
      per_page: 3,
    });
    expect(all).toHaveLength(4);
  });
});

describe('an issue', () => {
  it('is opened by anybody, and labelled by who may', async () => {
    const { rest, eve } = await filled();
    const mine = await rest.issues.create({
      ...at,
      title: 'Mine',
      labels: ['bug', 'new'],
      assignees: ['ada'],
      milestone: 1,
    });
    expect(mine.data.labels).toMatchObject([{ name: 'bug', color: 'ff0000' }, { name: 'new' }]);
    const hers = await eve.issues.create({ ...at, title: 'Hers', labels: ['bug'] });
    expect(hers.data).toMatchObject({ labels: [], author_association: 'NONE', user: { login: 'eve' } });
    expect(await refusal(eve.issues.update({ ...at, issue_number: 1, state: 'closed' }))).toMatchObject({
      status: 403,
    });
    const own = await eve.issues.update({
      ...at,
      issue_number: hers.data.number,
      state: 'closed',
      state_reason: 'duplicate',
    });
    expect(own.data).toMatchObject({
      state: 'closed',
      state_reason: 'duplicate',
      closed_by: { login: 'eve' },
    });
    expect(await refusal(rest.issues.create({ ...at, title: '' }))).toMatchObject({ status: 422 });
    expect(await refusal(rest.issues.create({ ...at, title: 'x', milestone: 9 }))).toMatchObject({
      status: 422,
    });
    expect(await refusal(rest.issues.create({ ...at, title: 'x', assignees: ['nobody'] }))).toMatchObject({
      status: 422,
    });
  });

  it('keeps what happened to it', async () => {
    const { rest } = await filled();
    await rest.issues.update({ ...at, issue_number: 1, title: 'Uno', labels: ['later'] });
    await rest.issues.createComment({ ...at, issue_number: 1, body: 'Done' });
    await rest.issues.update({ ...at, issue_number: 1, state: 'closed' });
    const { data } = await rest.issues.listEventsForTimeline({ ...at, issue_number: 1 });
    expect(data.map(({ event }) => event)).toEqual([
      'renamed',
      'labeled',
      'unlabeled',
      'commented',
      'closed',
    ]);
  });

  it('knows where it is mentioned, as far as the asker may see', async () => {
    const { double, repo, rest, eve } = await filled();
    repo.issue({ title: 'Follows', body: 'See #1 and #11' });
    repo.comment(2, 'As in #1');
    double
      .repository('ada/mast', { private: true, collaborators: { octo: 'read' } })
      .issue({ title: 'x', body: 'octo/harbour#1' });
    const sources = async (who: typeof rest) => {
      const { data } = await who.issues.listEventsForTimeline({ ...at, issue_number: 1 });
      return data.flatMap((one) =>
        'source' in one ? [`${one.source.issue?.repository?.full_name}#${one.source.issue?.number}`] : [],
      );
    };
    expect(await sources(rest)).toEqual(['octo/harbour#5', 'octo/harbour#2', 'ada/mast#1']);
    expect(await sources(eve)).toEqual(['octo/harbour#5', 'octo/harbour#2']);
  });

  it('whose author is gone has none', async () => {
    const { rest } = await filled();
    expect((await rest.issues.get({ ...at, issue_number: 3 })).data).toMatchObject({
      user: null,
      author_association: 'NONE',
    });
  });

  it('has issues below it', async () => {
    const { rest, repo } = await filled();
    const id = (number: number) => repo.repo.issues.get(number)?.id ?? 0;
    const added = await rest.issues.addSubIssue({ ...at, issue_number: 1, sub_issue_id: id(3) });
    expect(added.data.sub_issues_summary).toEqual({ total: 1, completed: 1, percent_completed: 100 });
    expect(
      (await rest.issues.listSubIssues({ ...at, issue_number: 1 })).data.map(({ number }) => number),
    ).toEqual([3]);
    expect((await rest.issues.getParent({ ...at, issue_number: 3 })).data.number).toBe(1);
    const second = rest.issues.addSubIssue({ ...at, issue_number: 2, sub_issue_id: id(3) });
    expect(await refusal(second)).toMatchObject({ status: 422 });
    await rest.issues.removeSubIssue({ ...at, issue_number: 1, sub_issue_id: id(3) });
    expect((await rest.issues.listSubIssues({ ...at, issue_number: 1 })).data).toEqual([]);
  });

  it('is not there where issues are off', async () => {
    const { double, repo, rest } = await filled();
    repo.repo.hasIssues = false;
    expect(await refusal(rest.issues.create({ ...at, title: 'x' }))).toMatchObject({ status: 410 });
    expect(await refusal(rest.issues.get({ ...at, issue_number: 1 }))).toMatchObject({ status: 410 });
    expect(double.requests.at(-1)?.status).toBe(410);
  });
});

it('comments are written, changed and deleted by their authors', async () => {
  const { rest, eve } = await filled();
  const { data } = await eve.issues.createComment({ ...at, issue_number: 1, body: 'I too' });
  const comment_id = data.id;
  await eve.issues.updateComment({ ...at, comment_id, body: 'Me too' });
  expect((await rest.issues.getComment({ ...at, comment_id })).data.body).toBe('Me too');
  const ada = (await rest.issues.listComments({ ...at, issue_number: 2 })).data[0]?.id ?? 0;
  expect(await refusal(eve.issues.deleteComment({ ...at, comment_id: ada }))).toMatchObject({ status: 403 });
  await eve.issues.deleteComment({ ...at, comment_id });
  expect(await refusal(rest.issues.getComment({ ...at, comment_id }))).toMatchObject({ status: 404 });
  expect(await refusal(rest.issues.createComment({ ...at, issue_number: 1, body: ' ' }))).toMatchObject({
    status: 422,
  });
});

it('nobody comments on what is locked but who may write', async () => {
  const { repo, rest, eve } = await filled();
  const { number } = repo.issue({ title: 'Hot', locked: true });
  expect(await refusal(eve.issues.createComment({ ...at, issue_number: number, body: 'x' }))).toMatchObject({
    status: 403,
  });
  expect((await rest.issues.createComment({ ...at, issue_number: number, body: 'x' })).status).toBe(201);
});

it('labels and milestones are made, renamed and removed', async () => {
  const { rest, repo } = await filled();
  await rest.issues.createLabel({ ...at, name: 'good first issue', color: '00ff00' });
  expect(await refusal(rest.issues.createLabel({ ...at, name: 'BUG' }))).toMatchObject({ status: 422 });
  expect(await refusal(rest.issues.createLabel({ ...at, name: 'x', color: 'red' }))).toMatchObject({
    status: 422,
  });
  await rest.issues.updateLabel({ ...at, name: 'bug', new_name: 'defect', description: 'x' });
  expect(repo.repo.issues.get(1)?.labels).toEqual(['defect']);
  expect((await rest.issues.getLabel({ ...at, name: 'good first issue' })).data.color).toBe('00ff00');
  await rest.issues.addLabels({ ...at, issue_number: 2, labels: ['defect'] });
  await rest.issues.removeLabel({ ...at, issue_number: 2, name: 'defect' });
  await rest.issues.deleteLabel({ ...at, name: 'defect' });
  expect((await rest.issues.get({ ...at, issue_number: 1 })).data.labels).toEqual([]);
  const { data } = await rest.issues.createMilestone({ ...at, title: 'v2', due_on: '2027-01-01T00:00:00Z' });
  await rest.issues.updateMilestone({ ...at, milestone_number: data.number, state: 'closed' });
  expect(
    (await rest.issues.listMilestones({ ...at, state: 'all' })).data.map(({ title, state }) => [
      title,
      state,
    ]),
  ).toEqual([
    ['v1', 'open'],
    ['v2', 'closed'],
  ]);
  await rest.issues.deleteMilestone({ ...at, milestone_number: 1 });
  expect((await rest.issues.get({ ...at, issue_number: 1 })).data.milestone).toBeNull();
});

it('people are assigned and taken off, and an issue is locked and unlocked', async () => {
  const { rest, eve, repo } = await filled();
  await rest.issues.addAssignees({ ...at, issue_number: 2, assignees: ['ada', 'eve', 'nobody'] });
  await rest.issues.removeAssignees({ ...at, issue_number: 2, assignees: ['ada'] });
  expect(
    (await rest.issues.get({ ...at, issue_number: 2 })).data.assignees?.map(({ login }) => login),
  ).toEqual(['eve']);
  expect(
    await refusal(eve.issues.addAssignees({ ...at, issue_number: 1, assignees: ['eve'] })),
  ).toMatchObject({ status: 403 });
  await rest.issues.lock({ ...at, issue_number: 2 });
  expect(await refusal(eve.issues.createComment({ ...at, issue_number: 2, body: 'x' }))).toMatchObject({
    status: 403,
  });
  await rest.issues.unlock({ ...at, issue_number: 2 });
  expect(repo.repo.issues.get(2)?.timeline.map(({ event }) => event)).toEqual(['locked', 'unlocked']);
});
