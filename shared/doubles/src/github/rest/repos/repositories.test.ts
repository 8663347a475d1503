import { describe, expect, it } from 'vitest';
import { client, owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

describe('a repository', () => {
  it('is made, changed, forked and deleted', async () => {
    const double = await validGithub();
    const { rest } = owner(double);
    const { data } = await rest.repos.createForAuthenticatedUser({
      name: 'harbour',
      auto_init: true,
      description: 'Ships',
    });
    expect(data).toMatchObject({
      full_name: 'octo/harbour',
      description: 'Ships',
      permissions: { admin: true },
    });
    expect(await refusal(rest.repos.createForAuthenticatedUser({ name: 'harbour' }))).toMatchObject({
      status: 422,
    });
    expect((await rest.repos.update({ ...at, private: true })).data.visibility).toBe('private');
    const eve = client(double, double.token({ login: 'eve' })).rest;
    expect(await refusal(eve.repos.get(at))).toMatchObject({ status: 404 });
    await rest.repos.update({ ...at, private: false });
    const fork = await eve.repos.createFork(at);
    expect(fork).toMatchObject({
      status: 202,
      data: { full_name: 'eve/harbour', parent: { full_name: 'octo/harbour' } },
    });
    expect((await eve.repos.createFork(at)).data.id).toBe(fork.data.id);
    expect((await eve.repos.listCommits({ owner: 'eve', repo: 'harbour' })).data).toHaveLength(1);
    expect(await refusal(eve.repos.delete(at))).toMatchObject({ status: 403 });
    await rest.repos.delete(at);
    expect(await refusal(rest.repos.get(at))).toMatchObject({ status: 404 });
  });

  it('belongs to an organization whose members may make some', async () => {
    const double = await validGithub();
    double.account('acme', { type: 'Organization' });
    double.account('ada', { organizations: ['acme'] });
    const ada = client(double, double.token({ login: 'ada' })).rest;
    expect((await ada.repos.createInOrg({ org: 'acme', name: 'dock' })).data.organization?.login).toBe(
      'acme',
    );
    expect(await refusal(owner(double).rest.repos.createInOrg({ org: 'acme', name: 'x' }))).toMatchObject({
      status: 403,
    });
    expect((await ada.repos.listForOrg({ org: 'acme' })).data.map(({ name }) => name)).toEqual(['dock']);
  });

  it('that was renamed sends reads on with 301 and writes with 307', async () => {
    const double = await validGithub();
    const repo = double.repository('octo/harbour');
    const { rest } = owner(double);
    await rest.repos.update({ ...at, name: 'port' });
    expect((await rest.repos.get(at)).data.name).toBe('port');
    const token = double.token({ login: 'octo' });
    const headers = { authorization: `token ${token}`, 'user-agent': 'test' };
    const url = `${double.url}/repos/octo/harbour/issues`;
    const read = await fetch(`${url}?state=all`, { headers, redirect: 'manual' });
    expect([read.status, read.headers.get('location')]).toEqual([
      301,
      `${double.url}/repositories/${repo.repo.id}/issues?state=all`,
    ]);
    const write = await fetch(url, { method: 'POST', headers, redirect: 'manual', body: '{"title":"x"}' });
    expect(write.status).toBe(307);
    expect(repo.repo.issues.size).toBe(0);
  });

  it.each([
    ['archived', { archived: true }, 200, 403],
    ['disabled', { disabled: true }, 403, 403],
  ])('that is %s says so', async (_, seed, read, write) => {
    const double = await validGithub();
    double.repository('octo/harbour', seed);
    const { rest } = owner(double);
    const status = await rest.repos.get(at).then(
      (answer) => answer.status,
      (error: { status: number }) => error.status,
    );
    expect(status).toBe(read);
    expect(await refusal(rest.issues.create({ ...at, title: 'x' }))).toMatchObject({ status: write });
  });

  it('shows its collaborators to who may write', async () => {
    const double = await validGithub();
    double.repository('octo/harbour', { collaborators: { ada: 'maintain' } });
    const { rest } = owner(double);
    expect(
      (await rest.repos.listCollaborators(at)).data.map(({ login, role_name }) => [login, role_name]),
    ).toEqual([
      ['octo', 'admin'],
      ['ada', 'maintain'],
    ]);
    const permission = await rest.repos.getCollaboratorPermissionLevel({ ...at, username: 'ada' });
    expect(permission.data).toMatchObject({ permission: 'write', role_name: 'maintain' });
    const eve = client(double, double.token({ login: 'eve' })).rest;
    expect(await refusal(eve.repos.listCollaborators(at))).toMatchObject({
      status: 403,
      message: expect.stringContaining('Must have push access'),
    });
  });
});
