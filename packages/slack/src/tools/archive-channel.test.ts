import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0SHARED06'];

it('archives a channel', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const channel = double.world.channels.get('C0SHARED06');
  expect(await ok('archive_channel', { channel: 'C0SHARED06' })).toMatchInlineSnapshot(`
    {
      "archived": true,
      "id": "C0SHARED06",
    }
  `);
  expect(channel?.archived).toBe(true);
});

it('archives no channel that is not listed', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('archive_channel', { channel: 'C0CREW0003' })).toMatchObject({ code: 'forbidden' });
});
