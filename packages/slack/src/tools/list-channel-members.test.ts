import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists members with their names, page by page', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  const args = { channel: 'C0GENERAL1', limit: 2 };
  const first = await ok('list_channel_members', args);
  expect(first).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "members": [
        {
          "id": "U0ADA00001",
          "name": "ada",
        },
        {
          "id": "U0BEN00002",
          "name": "ben",
        },
      ],
      "nextCursor": "WyJibVY0ZERveSJd.zmUU1Z4YQgy3AiMe",
      "untrusted": [
        "members[].name",
      ],
    }
  `);
  expect(await ok('list_channel_members', { ...args, cursor: first.nextCursor })).toMatchObject({
    members: [{ id: 'U0BOT00009', name: 'portolan' }],
  });
});

it('goes without names where the token may not ask for them', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('users:read');
  const { ok } = await connect();
  expect(await ok('list_channel_members', { channel: 'C0GENERAL1' })).toMatchObject({
    members: [{ id: 'U0ADA00001' }, { id: 'U0BEN00002' }, { id: 'U0BOT00009' }],
  });
});

it('says that there is no such channel', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('list_channel_members', { channel: 'C0NOWHERE9' })).toMatchObject({
    code: 'not_found',
  });
});
