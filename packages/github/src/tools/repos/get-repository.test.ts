import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('tells of a repository', async () => {
  const { ok } = await connectHarbour({ description: 'Ships\u{202e} and quays', topics: ['ships'] });
  expect(await ok('get_repository', { owner: 'octo', repo: 'harbour' })).toMatchInlineSnapshot(`
    {
      "default_branch": "main",
      "description": "Ships and quays",
      "full_name": "octo/harbour",
      "merge_methods": [
        "merge",
        "squash",
        "rebase",
      ],
      "open_issues": 0,
      "permissions": [
        "admin",
        "maintain",
        "push",
        "triage",
        "pull",
      ],
      "pushed_at": "2026-01-01T00:00:02Z",
      "size_kb": 1,
      "stars": 0,
      "topics": [
        "ships",
      ],
      "untrusted": [
        "description",
        "topics",
      ],
      "visibility": "public",
    }
  `);
});

it('says that nothing is there, or that it may not be seen', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('get_repository', { owner: 'octo', repo: 'quay' })).toMatchInlineSnapshot(`
    {
      "code": "not_found",
      "data": {
        "status": 404,
        "untrustedUpstreamText": "Not Found",
      },
      "message": "GitHub has nothing there, or the credential may not see it.",
      "next": "Check owner, repo and names; a private repository shows as absent to a credential without access.",
      "retry": "no",
    }
  `);
});
