import { expect, it } from 'vitest';
import { connectGitHub, connectHarbour, startDouble } from '../../test-support.ts';

it('says who the server works as, with which rights and what is left', async () => {
  const { ok, double } = await connectHarbour();
  double.account('acme', { type: 'Organization' });
  double.account('octo').organizations.add('acme');
  const { host, rate, ...me } = await ok('get_me');
  expect(host).toBe(new URL(double.url).host);
  expect(rate).toMatchObject({ resource: 'core', limit: 5_000, resetAt: expect.stringMatching(/Z$/) });
  expect(me).toMatchInlineSnapshot(`
    {
      "credential": "classic",
      "login": "octo",
      "name": "Octo",
      "organizations": [
        "acme",
      ],
      "scopes": [
        "repo",
        "workflow",
        "read:org",
        "gist",
        "notifications",
        "project",
        "security_events",
        "delete_repo",
      ],
      "untrusted": [
        "name",
      ],
    }
  `);
});

it('says what the operator restricts', async () => {
  const { ok } = await connectHarbour({}, { argv: ['--lockdown'] });
  expect(await ok('get_me')).toMatchObject({ policy: ['lockdown'] });
});

it('says what to do where no credential is set', async () => {
  const { url } = await startDouble();
  const { refused } = await connectGitHub({ url });
  expect(await refused('get_me')).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('GITHUB_TOKEN'),
  });
});
