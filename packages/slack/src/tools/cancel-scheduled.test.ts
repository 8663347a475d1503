import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('takes a scheduled message back', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const at = '2026-03-01T09:00:00Z';
  const { id } = await ok('schedule_message', { channel: 'C0GENERAL1', text: 'Later', at });
  expect(await ok('cancel_scheduled', { channel: 'C0GENERAL1', id })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "id": "Q00000LFM0",
    }
  `);
  expect(double.world.scheduled.size).toBe(0);
});

it('says that there is no such message', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('cancel_scheduled', { channel: 'C0GENERAL1', id: 'Q1' })).toMatchObject({
    code: 'not_found',
  });
});
