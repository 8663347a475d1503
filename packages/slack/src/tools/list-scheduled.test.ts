import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists what is still to be posted', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv: ['--post-channels', 'C0GENERAL1'] });
  await ok('schedule_message', { channel: 'C0GENERAL1', text: 'Later', at: '2026-03-01T09:00:00Z' });
  expect(await ok('list_scheduled')).toMatchInlineSnapshot(`
    {
      "messages": [
        {
          "at": "2026-03-01T09:00:00.000Z",
          "channel": "C0GENERAL1",
          "id": "Q00000LFM0",
          "text": "Later",
        },
      ],
      "untrusted": [
        "messages[].text",
      ],
    }
  `);
});

it('takes no cursor of another question', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv: ['--post-channels', 'C0GENERAL1'] });
  expect(await refused('list_scheduled', { cursor: 'abc' })).toMatchObject({ code: 'invalid_arguments' });
});

it('lists what goes to a person that is listed', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv: ['--post-channels', 'U0BEN00002'] });
  await ok('schedule_message', { channel: 'U0BEN00002', text: 'Later', at: '2026-03-01T09:00:00Z' });
  expect((await ok('list_scheduled')).messages).toMatchObject([{ channel: 'D0BENBOT07', text: 'Later' }]);
});
