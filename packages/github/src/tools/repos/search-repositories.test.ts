import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('finds repositories', async () => {
  const { ok, double } = await connectHarbour({ description: 'Ships', topics: ['ships'] });
  double.repository('acme/quay', { description: 'For ships' });
  expect(await ok('search_repositories', { query: 'ships in:description' })).toMatchInlineSnapshot(`
    {
      "items": [
        {
          "default_branch": "main",
          "description": "Ships",
          "full_name": "octo/harbour",
          "open_issues": 0,
          "pushed_at": "2026-01-01T00:00:02Z",
          "stars": 0,
          "topics": [
            "ships",
          ],
          "visibility": "public",
        },
        {
          "default_branch": "main",
          "description": "For ships",
          "full_name": "acme/quay",
          "open_issues": 0,
          "pushed_at": "2026-01-01T00:00:04Z",
          "stars": 0,
          "visibility": "public",
        },
      ],
      "total_count": 2,
      "untrusted": [
        "description",
        "topics",
      ],
    }
  `);
});

it('says what it cannot search for', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('search_repositories', { query: '' })).toMatchObject({ code: 'invalid_arguments' });
  expect(await refused('search_repositories', { query: 'a', perPage: 1e9 })).toMatchObject({
    code: 'invalid_arguments',
  });
});
