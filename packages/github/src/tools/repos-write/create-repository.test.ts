import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('creates a private repository unless told otherwise', async () => {
  const { ok, double } = await connectHarbour();
  expect(
    await ok('create_repository', { name: 'quay', description: 'Q', autoInit: true }),
  ).toMatchInlineSnapshot(`
    {
      "default_branch": "main",
      "description": "Q",
      "full_name": "octo/quay",
      "open_issues": 0,
      "pushed_at": "2026-01-01T00:00:03Z",
      "stars": 0,
      "untrusted": [
        "description",
      ],
      "visibility": "private",
    }
  `);
  double.account('acme', { type: 'Organization' });
  double.account('octo').organizations.add('acme');
  expect(await ok('create_repository', { name: 'pier', organization: 'acme', private: false })).toMatchObject(
    {
      full_name: 'acme/pier',
      visibility: 'public',
    },
  );
});

it('says that the name is taken', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('create_repository', { name: 'harbour' })).toMatchObject({ code: 'already_exists' });
});
