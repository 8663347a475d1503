import { get, type IncomingMessage } from 'node:http';
import { createAppAuth } from '@octokit/auth-app';
import { describe, expect, it } from 'vitest';
import { client, owner, refusal, validGithub } from '../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

describe('who asks', () => {
  it.each([
    ['unknown', () => 'ghp_nobody'],
    [
      'expired',
      (github: Awaited<ReturnType<typeof validGithub>>) =>
        github.token({ login: 'octo', expiresAt: Date.now() - 1 }),
    ],
    [
      'revoked',
      (github: Awaited<ReturnType<typeof validGithub>>) => {
        const token = github.token({ login: 'octo' });
        github.revoke(token);
        return token;
      },
    ],
  ])('with a token that is %s is refused', async (_, make) => {
    const double = await validGithub();
    const { rest } = client(double, make(double));
    expect(await refusal(rest.users.getAuthenticated())).toMatchObject({
      status: 401,
      message: expect.stringContaining('Bad credentials'),
    });
  });

  it('is nobody without a token, and sees what is public', async () => {
    const double = await validGithub();
    double.repository('octo/harbour');
    double.repository('octo/hidden', { private: true });
    const { rest } = client(double);
    expect((await rest.repos.get(at)).data.permissions).toMatchObject({ pull: true, push: false });
    expect(await refusal(rest.repos.get({ ...at, repo: 'hidden' }))).toMatchObject({ status: 404 });
    expect(await refusal(rest.issues.create({ ...at, title: 'x' }))).toMatchObject({ status: 401 });
    expect(await refusal(rest.users.getAuthenticated())).toMatchObject({ status: 401 });
  });

  it('must name itself', async () => {
    const double = await validGithub();
    const answer = await new Promise<IncomingMessage>((resolve) => get(`${double.url}/user`, resolve));
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });
});

describe('scopes of a classic token', () => {
  it('are in every answer, with those that would do', async () => {
    const double = await validGithub();
    const { rest } = client(double, double.token({ login: 'octo', scopes: ['gist', 'read:org'] }));
    const { headers } = await rest.orgs.listForAuthenticatedUser();
    expect(headers).toMatchObject({
      'x-oauth-scopes': 'gist, read:org',
      'x-accepted-oauth-scopes': 'user, read:org',
    });
  });

  it('hide what they do not cover', async () => {
    const double = await validGithub();
    double.repository('octo/harbour');
    double.repository('octo/hidden', { private: true });
    const { rest } = client(double, double.token({ login: 'octo', scopes: ['public_repo'] }));
    expect((await rest.issues.create({ ...at, title: 'x' })).status).toBe(201);
    expect(await refusal(rest.repos.get({ ...at, repo: 'hidden' }))).toMatchObject({
      status: 404,
      headers: { 'x-accepted-oauth-scopes': 'repo' },
    });
    expect(await refusal(rest.repos.delete(at))).toMatchObject({
      status: 403,
      headers: { 'x-accepted-oauth-scopes': 'delete_repo' },
    });
    expect(await refusal(rest.activity.listNotificationsForAuthenticatedUser())).toMatchObject({
      status: 403,
    });
    expect(await refusal(rest.gists.create({ files: { a: { content: 'a' } } }))).toMatchObject({
      status: 404,
      headers: { 'x-accepted-oauth-scopes': 'gist' },
    });
    const none = client(double, double.token({ login: 'octo', scopes: [] })).rest;
    expect(await refusal(none.issues.create({ ...at, title: 'x' }))).toMatchObject({
      status: 404,
      headers: { 'x-oauth-scopes': '' },
    });
  });
});

describe('permissions of a fine-grained token', () => {
  it('are for some repositories and some things', async () => {
    const double = await validGithub();
    double.repository('octo/harbour', { private: true });
    double.repository('octo/other', { private: true });
    const token = double.token({
      login: 'octo',
      permissions: { issues: 'read', contents: 'write' },
      repositories: ['octo/harbour'],
    });
    expect(token).toMatch(/^github_pat_/);
    const { rest } = client(double, token);
    expect((await rest.issues.listForRepo(at)).status).toBe(200);
    const refused = await refusal(rest.issues.create({ ...at, title: 'x' }));
    expect(refused).toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by personal access token'),
      headers: { 'x-accepted-github-permissions': 'issues=write' },
    });
    expect(await refusal(rest.pulls.list(at))).toMatchObject({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'pull_requests=read' },
    });
    expect(await refusal(rest.repos.get({ ...at, repo: 'other' }))).toMatchObject({ status: 404 });
  });
});

describe('single sign-on', () => {
  it('is asked for with its address, and left out of lists', async () => {
    const double = await validGithub();
    const acme = double.account('acme', { type: 'Organization', samlEnforced: true });
    double.account('ada', { organizations: ['acme'] });
    double.repository('acme/dock', { collaborators: { ada: 'write' } });
    const dock = { owner: 'acme', repo: 'dock' };
    const { rest } = client(double, double.token({ login: 'ada' }));
    expect(await refusal(rest.repos.get(dock))).toMatchObject({
      status: 403,
      message: expect.stringContaining('SAML enforcement'),
      headers: {
        'x-github-sso': expect.stringMatching(
          /^required; url=https:\/\/github\.com\/orgs\/acme\/sso\?authorization_request=/,
        ),
      },
    });
    const list = await rest.orgs.listForAuthenticatedUser();
    expect([list.data, list.headers['x-github-sso']]).toEqual([
      [],
      `partial-results; organizations=${acme.id}`,
    ]);
    const authorized = client(double, double.token({ login: 'ada', sso: ['acme'] })).rest;
    expect((await authorized.repos.get(dock)).status).toBe(200);
    expect((await authorized.orgs.listForAuthenticatedUser()).data).toMatchObject([{ login: 'acme' }]);
  });
});

describe('who may write', () => {
  it.each([
    [
      'contents',
      404,
      (rest: ReturnType<typeof owner>['rest']) =>
        rest.repos.createOrUpdateFileContents({ ...at, path: 'a', message: 'x', content: '' }),
    ],
    [
      'refs',
      404,
      (rest: ReturnType<typeof owner>['rest']) => rest.git.deleteRef({ ...at, ref: 'heads/main' }),
    ],
    [
      'labels',
      403,
      (rest: ReturnType<typeof owner>['rest']) => rest.issues.createLabel({ ...at, name: 'x' }),
    ],
    [
      'settings',
      403,
      (rest: ReturnType<typeof owner>['rest']) => rest.repos.update({ ...at, description: 'x' }),
    ],
    [
      'actions',
      403,
      (rest: ReturnType<typeof owner>['rest']) => rest.actions.cancelWorkflowRun({ ...at, run_id: 1 }),
    ],
  ])('%s is not who may read: %d', async (_, status, call) => {
    const double = await validGithub();
    double.repository('octo/harbour');
    expect(await refusal(call(client(double, double.token({ login: 'eve' })).rest))).toMatchObject({
      status,
    });
  });
});

describe('an App', () => {
  it('signs for itself, and gets tokens for where it is installed', async () => {
    const double = await validGithub();
    double.repository('octo/harbour', { private: true });
    double.repository('octo/other', { private: true });
    const app = double.app({ slug: 'pilot' });
    const installationId = app.install('octo', {
      repositories: ['harbour'],
      permissions: { contents: 'read', metadata: 'read' },
    });
    const { request } = client(double);
    const auth = createAppAuth({ appId: app.id, privateKey: app.privateKey, installationId, request });
    const { token: jwt } = await auth({ type: 'app' });
    const itself = client(double, jwt);
    expect((await itself.rest.apps.getAuthenticated()).data).toMatchObject({ slug: 'pilot', id: app.id });
    expect((await itself.rest.apps.listInstallations()).data).toMatchObject([
      { id: installationId, repository_selection: 'selected' },
    ]);
    const { token } = await auth({ type: 'installation' });
    expect(token).toMatch(/^ghs_/);
    const { rest } = client(double, token);
    expect((await rest.repos.get(at)).data.private).toBe(true);
    expect(
      (await rest.apps.listReposAccessibleToInstallation()).data.repositories.map(({ name }) => name),
    ).toEqual(['harbour']);
    expect(await refusal(rest.repos.get({ ...at, repo: 'other' }))).toMatchObject({ status: 404 });
    expect(await refusal(rest.issues.create({ ...at, title: 'x' }))).toMatchObject({
      status: 403,
      message: expect.stringContaining('by integration'),
    });
    expect(await refusal(rest.users.getAuthenticated())).toMatchObject({ status: 403 });
    expect(await refusal(itself.rest.repos.get(at))).toMatchObject({ status: 404 });
    const more = itself.rest.apps.createInstallationAccessToken({
      installation_id: installationId,
      permissions: { contents: 'write' },
    });
    expect(await refusal(more)).toMatchObject({ status: 422 });
  });

  it('with another key is refused', async () => {
    const double = await validGithub();
    const app = double.app({ slug: 'pilot' });
    const other = double.app({ slug: 'thief' });
    const auth = createAppAuth({ appId: app.id, privateKey: other.privateKey });
    const { token } = await auth({ type: 'app' });
    expect(await refusal(client(double, token).rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
    expect(await refusal(owner(double).rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
  });

  it('that is suspended gets no token', async () => {
    const double = await validGithub();
    const app = double.app({ slug: 'pilot' });
    const installationId = app.install('octo', { suspended: true });
    const auth = createAppAuth({
      appId: app.id,
      privateKey: app.privateKey,
      installationId,
      request: client(double).request,
    });
    expect(await refusal(auth({ type: 'installation' }))).toMatchObject({ status: 403 });
  });
});
