import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const rules = [
  { type: 'deletion', ruleset_source_type: 'Repository', ruleset_source: 'octo/harbour', ruleset_id: 1 },
  {
    type: 'commit_message_pattern',
    parameters: { operator: 'starts_with', pattern: 'x\u{202e}' },
    ruleset_source_type: 'Repository',
    ruleset_source: 'octo/harbour',
    ruleset_id: 1,
  },
];

it('tells the rules of a branch', async () => {
  const { ok, proxy } = await connectBehindProxy({ protectedBranches: ['main'] });
  const headers = { 'content-type': 'application/json' };
  proxy.script({ kind: 'status', status: 200, headers, path: /\/rules\//, body: JSON.stringify(rules) });
  expect(await ok('get_rules', place)).toMatchInlineSnapshot(`
    {
      "branch": "main",
      "protected": true,
      "rules": [
        {
          "source": "octo/harbour",
          "type": "deletion",
        },
        {
          "parameters": {
            "operator": "starts_with",
            "pattern": "x\\u{202e}",
          },
          "source": "octo/harbour",
          "type": "commit_message_pattern",
        },
      ],
      "untrusted": [
        "parameters",
      ],
    }
  `);
});

it('says that there is no such branch', async () => {
  const { refused } = await connectBehindProxy();
  expect(await refused('get_rules', { ...place, branch: 'x' })).toMatchObject({ code: 'not_found' });
});
