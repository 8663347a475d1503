import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('schedules a message', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', text: 'Later', at: '2026-03-01T09:00:00Z' };
  expect(await ok('schedule_message', args)).toMatchInlineSnapshot(`
    {
      "at": "2026-03-01T09:00:00.000Z",
      "channel": "C0GENERAL1",
      "id": "Q00000LFM0",
    }
  `);
  expect([...double.world.scheduled.values()]).toMatchObject([{ text: 'Later', channel: 'C0GENERAL1' }]);
});

it('says what is wrong with a time or a channel', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', text: 'Later' };
  expect(await refused('schedule_message', { ...args, at: '2025-03-01T09:00:00Z' })).toMatchObject({
    message: 'The time lies in the past.',
  });
  expect(await refused('schedule_message', { ...args, at: '2027-03-01T09:00:00Z' })).toMatchObject({
    message: 'The time is more than 120 days ahead.',
  });
  expect(await refused('schedule_message', { ...args, at: '7d' })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(
    await refused('schedule_message', { ...args, channel: 'C0CREW0003', at: '2026-03-01T09:00:00Z' }),
  ).toMatchObject({
    code: 'forbidden',
  });
});
