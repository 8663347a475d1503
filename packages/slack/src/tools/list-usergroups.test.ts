import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists groups, with members when asked', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('list_usergroups', { members: true })).toMatchInlineSnapshot(`
    {
      "groups": [
        {
          "description": "Who brings ships in",
          "handle": "pilots",
          "id": "S0PILOTS01",
          "members": [
            "U0BEN00002",
          ],
          "name": "Pilots",
          "size": 1,
        },
      ],
      "untrusted": [
        "groups[].name",
        "groups[].handle",
        "groups[].description",
      ],
    }
  `);
});

it('names the scope it needs', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('usergroups:read');
  const { refused } = await connect();
  expect(await refused('list_usergroups')).toMatchObject({ data: { needed: ['usergroups:read'] } });
});
