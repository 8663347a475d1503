import { writeFileSync } from 'node:fs';
import { createTempFolder } from '@portolan/testing';
import { expect, it } from 'vitest';
import { connectGitHub, connectHarbour } from '../../test-support.ts';

const commits = [
  {
    message: 'Begin',
    files: { 'src/a.ts': 'one\ntwo\nexport const needle = 1;\n', 'b.md': 'nothing\n' },
  },
];

it('finds code with its lines', async () => {
  const { ok } = await connectHarbour({ commits });
  expect(await ok('search_code', { query: 'needle repo:octo/harbour', lines: true })).toMatchInlineSnapshot(`
    {
      "items": [
        {
          "fragments": [
            {
              "line": 1,
              "text": "one
    two
    export const needle = 1;
    ",
            },
          ],
          "path": "src/a.ts",
          "repository": "octo/harbour",
          "sha": "33d379123af83c4a93b8d5986e5668e5f19676ef",
        },
      ],
      "total_count": 1,
      "untrusted": [
        "path",
        "text",
      ],
    }
  `);
});

it('answers nothing of repositories that the policy does not allow', async () => {
  const { double, token } = await connectHarbour({ commits });
  double.repository('acme/quay', { commits });
  await using folder = await createTempFolder();
  const policy = `${folder.path}/policy.json`;
  const roles = { reader: { rules: [{ arguments: { repo: { allow: ['acme/*'] } } }] } };
  writeFileSync(
    policy,
    JSON.stringify({ version: 1, roles, assign: [{ kind: 'local', roles: ['reader'] }] }),
  );
  const client = await connectGitHub({ url: double.url, token, argv: ['--policy', policy] });
  const search = (query: string) => client.ok('search_code', { query });
  expect(await search('needle repo:ACME/quay')).toMatchObject({ items: [{ repository: 'acme/quay' }] });
  expect(await search('needle repo:acme/quay repo:acme/none')).toMatchObject({ items: [{}] });
  for (const query of ['needle', 'needle repo:octo/harbour', 'needle repo:acme/quay repo:octo/harbour']) {
    expect(await client.refused('search_code', { query })).toMatchObject({ code: 'forbidden' });
  }
  const get = { owner: 'Octo', repo: 'Harbour' };
  expect(await client.refused('get_repository', get)).toMatchObject({ code: 'forbidden' });
  await client.ok('get_repository', { owner: 'ACME', repo: 'quay' });
});

it('says that the query is too long', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('search_code', { query: 'x'.repeat(300) })).toMatchObject({
    code: 'invalid_arguments',
  });
});
