import { expect, it } from 'vitest';
import { connectTools, startSlack } from '../test-support.ts';

it('says who the token is and what it may do', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.clear();
  double.world.tokens.get(double.botToken)?.scopes.add('channels:read');
  const { ok } = await connect({ argv: ['--read-channels', 'C0GENERAL1'] });
  expect(await ok('get_me')).toMatchInlineSnapshot(`
    {
      "botId": "B0PORTOLAN",
      "posts": {
        "channels": [],
      },
      "rateMode": {
        "how": "assumed",
      },
      "reads": {
        "channels": [
          "C0GENERAL1",
        ],
        "dms": false,
      },
      "scopes": [
        "channels:read",
      ],
      "team": "Harbour",
      "teamId": "T0HARBOUR",
      "token": "bot",
      "url": "https://harbour.slack.com/",
      "user": "portolan",
      "userId": "U0BOT00009",
      "workspace": "main",
    }
  `);
});

it('says what to do when there is no token', async () => {
  const { refused } = await connectTools({});
  expect(await refused('get_me')).toMatchObject({
    code: 'permission_denied',
    message: 'The server has no Slack token.',
    next: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
});
