import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('gathers several channels under one budget, and says what it left', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  const args = { channels: ['C0CREW0003', 'C0NOWHERE9', 'C0GENERAL1'], since: '2025-12-01', maxMessages: 3 };
  expect(await ok('digest_channels', args)).toMatchInlineSnapshot(`
    {
      "channels": [
        {
          "id": "C0CREW0003",
          "messages": [
            {
              "name": "ben",
              "text": "The pay is late again",
              "time": "2026-01-01T00:06:00Z",
              "ts": "1767225960.000006",
              "user": "U0BEN00002",
            },
          ],
          "name": "crew",
        },
        {
          "id": "C0GENERAL1",
          "messages": [
            {
              "bot": true,
              "name": "portolan",
              "text": "Fog in #random, @S0PILOTS01 beware",
              "time": "2026-01-01T00:05:00Z",
              "ts": "1767225900.000005",
              "user": "U0BOT00009",
            },
            {
              "files": [
                {
                  "id": "F0TIDES001",
                  "name": "tides.csv",
                  "size": 22,
                  "type": "text/csv",
                },
              ],
              "name": "ben",
              "text": "The figures",
              "time": "2026-01-01T00:04:00Z",
              "ts": "1767225840.000004",
              "user": "U0BEN00002",
            },
          ],
          "more": true,
          "name": "general",
        },
      ],
      "since": "2025-12-01",
      "skipped": [
        {
          "channel": "C0NOWHERE9",
          "why": "Slack knows no such channel, or the token may not see it.",
        },
      ],
      "untrusted": [
        "channels[].name",
        "channels[].messages[].text",
        "channels[].messages[].name",
      ],
    }
  `);
});

it('refuses a time that is none', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('digest_channels', { channels: ['C0GENERAL1'], since: 'ever' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
