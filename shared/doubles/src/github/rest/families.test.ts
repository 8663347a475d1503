import { describe, expect, it } from 'vitest';
import { client, owner, refusal, validGithub } from '../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub();
  const repo = double.repository('octo/harbour', { collaborators: { ada: 'write' } });
  return {
    double,
    repo,
    rest: owner(double).rest,
    ada: client(double, double.token({ login: 'ada' })).rest,
    eve: client(double, double.token({ login: 'eve' })).rest,
  };
}

describe('releases', () => {
  it('are drafted, published with their tag, changed and deleted', async () => {
    const { rest, eve, repo } = await filled();
    const draft = await rest.repos.createRelease({
      ...at,
      tag_name: 'v1',
      name: 'First',
      body: 'Notes',
      draft: true,
    });
    expect((await eve.repos.listReleases(at)).data).toEqual([]);
    const release_id = draft.data.id;
    expect(repo.repo.git.refs().has('refs/tags/v1')).toBe(false);
    await rest.repos.updateRelease({ ...at, release_id, draft: false });
    expect(repo.repo.git.refs().has('refs/tags/v1')).toBe(true);
    await rest.repos.createRelease({ ...at, tag_name: 'v2-rc', prerelease: true });
    expect((await eve.repos.getLatestRelease(at)).data.tag_name).toBe('v1');
    expect((await eve.repos.getReleaseByTag({ ...at, tag: 'v2-rc' })).data.prerelease).toBe(true);
    expect(await refusal(rest.repos.createRelease({ ...at, tag_name: 'v1' }))).toMatchObject({ status: 422 });
    expect(
      await refusal(rest.repos.createRelease({ ...at, tag_name: 'v3', target_commitish: 'nowhere' })),
    ).toMatchObject({ status: 422 });
    await rest.repos.deleteRelease({ ...at, release_id });
    expect(await refusal(rest.repos.getRelease({ ...at, release_id }))).toMatchObject({ status: 404 });
  });

  it('have assets on another host', async () => {
    const { double, rest, repo } = await filled();
    repo.release({ tag: 'v1', assets: { 'a.bin': Buffer.from('bytes') } });
    const [asset] = (await rest.repos.getLatestRelease(at)).data.assets;
    expect(asset).toMatchObject({ name: 'a.bin', size: 5 });
    const answer = await fetch(`${double.url}/repos/octo/harbour/releases/assets/${asset?.id}`, {
      headers: { accept: 'application/octet-stream', 'user-agent': 'test' },
      redirect: 'manual',
    });
    expect(await (await fetch(answer.headers.get('location') ?? '')).text()).toBe('bytes');
  });
});

it('rules apply to the branches they name', async () => {
  const { rest, repo } = await filled();
  const { id } = repo.ruleset({
    name: 'Keep',
    rules: [{ type: 'deletion' }, { type: 'required_linear_history' }],
  });
  repo.ruleset({ name: 'Ships', include: ['refs/heads/release/*'], rules: [{ type: 'non_fast_forward' }] });
  const rules = async (branch: string) =>
    (await rest.repos.getBranchRules({ ...at, branch })).data.map(({ type }) => type);
  expect(await rules('main')).toEqual(['deletion', 'required_linear_history']);
  expect(await rules('release/1')).toEqual(['non_fast_forward']);
  expect(await rules('other')).toEqual([]);
  expect((await rest.repos.getRepoRulesets(at)).data.map(({ name }) => name)).toEqual(['Keep', 'Ships']);
  expect((await rest.repos.getRepoRuleset({ ...at, ruleset_id: id })).data.rules).toHaveLength(2);
});

describe('alerts', () => {
  it('of code are listed, dismissed and opened again', async () => {
    const { rest, ada, eve, repo } = await filled();
    repo.codeAlert({ rule: 'js/xss', path: 'README.md', severity: 'critical' });
    repo.codeAlert({ rule: 'js/sql', path: 'README.md', severity: 'low', state: 'fixed' });
    const list = await ada.codeScanning.listAlertsForRepo({ ...at, state: 'open' });
    expect(list.data.map(({ rule }) => rule.id)).toEqual(['js/xss']);
    const alert = { ...at, alert_number: 1 };
    await rest.codeScanning.updateAlert({
      ...alert,
      state: 'dismissed',
      dismissed_reason: 'used in tests',
      dismissed_comment: 'x',
    });
    expect((await rest.codeScanning.getAlert(alert)).data).toMatchObject({
      state: 'dismissed',
      dismissed_by: { login: 'octo' },
    });
    await rest.codeScanning.updateAlert({ ...alert, state: 'open' });
    expect((await rest.codeScanning.getAlert(alert)).data).toMatchObject({
      state: 'open',
      dismissed_by: null,
    });
    expect(await refusal(eve.codeScanning.listAlertsForRepo(at))).toMatchObject({ status: 403 });
  });

  it('of dependencies are paged by a cursor', async () => {
    const { double, rest, repo } = await filled();
    for (const name of ['left', 'right', 'middle']) repo.dependencyAlert({ package: name });
    const all = await owner(double).paginate('GET /repos/{owner}/{repo}/dependabot/alerts', {
      ...at,
      per_page: 2,
    });
    expect(all.map(({ number }) => number)).toEqual([3, 2, 1]);
    await rest.dependabot.updateAlert({
      ...at,
      alert_number: 1,
      state: 'dismissed',
      dismissed_reason: 'tolerable_risk',
    });
    expect((await rest.dependabot.listAlertsForRepo({ ...at, state: 'open' })).data).toHaveLength(2);
    expect((await rest.dependabot.getAlert({ ...at, alert_number: 1 })).data.dismissed_reason).toBe(
      'tolerable_risk',
    );
  });

  it('of secrets are for administrators', async () => {
    const { rest, ada, repo } = await filled();
    repo.secretAlert({ type: 'github_personal_access_token', secret: 'ghp_0123456789', path: 'README.md' });
    const alert = { ...at, alert_number: 1 };
    expect((await rest.secretScanning.getAlert(alert)).data.secret).toBe('ghp_0123456789');
    expect((await rest.secretScanning.getAlert({ ...alert, hide_secret: true })).data).not.toHaveProperty(
      'secret',
    );
    expect((await rest.secretScanning.listLocationsForAlert(alert)).data).toMatchObject([
      { type: 'commit', details: { path: 'README.md' } },
    ]);
    await rest.secretScanning.updateAlert({ ...alert, state: 'resolved', resolution: 'revoked' });
    expect((await rest.secretScanning.listAlertsForRepo({ ...at, state: 'resolved' })).data).toHaveLength(1);
    expect(await refusal(ada.secretScanning.getAlert(alert))).toMatchObject({ status: 403 });
  });

  it('are refused where they are off', async () => {
    const { rest, repo } = await filled();
    const { alertsOf } = await import('../state/alert.ts');
    alertsOf(repo.repo).enabled = false;
    expect(await refusal(rest.dependabot.listAlertsForRepo(at))).toMatchObject({ status: 403 });
    expect(await refusal(rest.secretScanning.listAlertsForRepo(at))).toMatchObject({ status: 404 });
  });
});

it('advisories are found by what they affect', async () => {
  const { double, rest } = await filled();
  double.advisory({
    ghsa: 'GHSA-1111-2222-3333',
    cve: 'CVE-2026-1',
    summary: 'Bad',
    package: 'left',
    severity: 'critical',
  });
  double.advisory({ ghsa: 'GHSA-4444-5555-6666', summary: 'Worse', package: 'right' });
  const { data } = await rest.securityAdvisories.listGlobalAdvisories({
    affects: 'left@1.0.0',
    ecosystem: 'npm',
  });
  expect(data.map(({ ghsa_id }) => ghsa_id)).toEqual(['GHSA-1111-2222-3333']);
  expect(
    (await rest.securityAdvisories.getGlobalAdvisory({ ghsa_id: 'GHSA-4444-5555-6666' })).data.summary,
  ).toBe('Worse');
  expect((await rest.securityAdvisories.listGlobalAdvisories({ cve_id: 'CVE-2026-1' })).data).toHaveLength(1);
});

it('stars are given and taken back', async () => {
  const { rest, ada } = await filled();
  await ada.activity.starRepoForAuthenticatedUser(at);
  expect((await rest.repos.get(at)).data.stargazers_count).toBe(1);
  expect(
    (await rest.activity.listStargazersForRepo(at)).data.map((one) =>
      one && 'login' in one ? one.login : '',
    ),
  ).toEqual(['ada']);
  const dated = await ada.activity.listReposStarredByAuthenticatedUser({ mediaType: { format: 'star' } });
  expect(dated.data).toMatchObject([{ starred_at: expect.any(String), repo: { name: 'harbour' } }]);
  await ada.activity.unstarRepoForAuthenticatedUser(at);
  expect(await refusal(ada.activity.checkRepoIsStarredByAuthenticatedUser(at))).toMatchObject({
    status: 404,
  });
});

it('notifications are read, muted and done with', async () => {
  const { double, repo, ada } = await filled();
  repo.issue({ title: 'Look @ada' });
  repo.pull({ title: 'Review', head: 'topic', commits: [{ message: 'x', files: { x: 'x' } }] });
  const first = double.notify('ada', repo, 1);
  double.notify('ada', repo, 2, 'review_requested');
  const { data } = await ada.activity.listNotificationsForAuthenticatedUser();
  expect(data.map(({ subject, reason }) => [subject.type, subject.title, reason])).toEqual([
    ['PullRequest', 'Review', 'review_requested'],
    ['Issue', 'Look @ada', 'mention'],
  ]);
  await ada.activity.markThreadAsRead({ thread_id: first.id });
  expect((await ada.activity.listNotificationsForAuthenticatedUser()).data).toHaveLength(1);
  expect((await ada.activity.listNotificationsForAuthenticatedUser({ all: true })).data).toHaveLength(2);
  await ada.activity.setThreadSubscription({ thread_id: first.id, ignored: true });
  expect(
    (await ada.activity.getThreadSubscriptionForAuthenticatedUser({ thread_id: first.id })).data,
  ).toMatchObject({ ignored: true });
  await ada.activity.markThreadAsDone({ thread_id: first.id });
  await ada.activity.markRepoNotificationsAsRead(at);
  expect((await ada.activity.listNotificationsForAuthenticatedUser()).data).toEqual([]);
});

it('gists are made, changed and deleted by their owner', async () => {
  const { rest, eve } = await filled();
  const { data } = await rest.gists.create({
    files: { 'a.txt': { content: 'a' } },
    description: 'A',
    public: false,
  });
  const gist_id = data.id ?? '';
  expect((await eve.gists.get({ gist_id })).data.files).toMatchObject({
    'a.txt': { content: 'a', truncated: false },
  });
  expect((await eve.gists.listPublic()).data).toEqual([]);
  expect(await refusal(eve.gists.update({ gist_id, description: 'Mine' }))).toMatchObject({ status: 404 });
  await rest.gists.update({
    gist_id,
    files: { 'a.txt': { filename: 'b.txt', content: 'b' }, 'c.txt': { content: 'c' } },
  });
  expect(Object.keys((await rest.gists.get({ gist_id })).data.files ?? {})).toEqual(['b.txt', 'c.txt']);
  await rest.gists.delete({ gist_id });
  expect(await refusal(rest.gists.get({ gist_id }))).toMatchObject({ status: 404 });
});
