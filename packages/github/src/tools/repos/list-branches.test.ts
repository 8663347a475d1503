import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('lists branches', async () => {
  const { ok } = await connectHarbour({ branches: { 'feature/ä#1': [] }, protectedBranches: ['main'] });
  expect(await ok('list_branches', { owner: 'octo', repo: 'harbour' })).toMatchInlineSnapshot(`
    {
      "branches": [
        {
          "name": "feature/ä#1",
          "sha": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
        },
        {
          "name": "main",
          "protected": true,
          "sha": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
        },
      ],
      "untrusted": [
        "name",
      ],
    }
  `);
});

it('says which scope is missing', async () => {
  const { double } = await connectHarbour();
  const { connectGitHub } = await import('../../test-support.ts');
  double.repository('octo/secret', { private: true });
  const client = await connectGitHub({ url: double.url, token: double.token({ login: 'octo', scopes: [] }) });
  expect(await client.refused('list_branches', { owner: 'octo', repo: 'secret' })).toMatchInlineSnapshot(`
    {
      "code": "not_found",
      "data": {
        "acceptedScopes": [
          "repo",
        ],
        "scopes": [],
        "status": 404,
        "untrustedUpstreamText": "Not Found",
      },
      "message": "GitHub has nothing there, or the credential may not see it.",
      "next": "Check the names. If they are right: The token has none of the scopes that allow this: repo. Ask the operator for a token with one of them.",
      "retry": "no",
    }
  `);
});
