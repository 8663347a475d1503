import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('removes a link', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(await ok('remove_bookmark', { channel: 'C0GENERAL1', id: 'Bk00000001' })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "id": "Bk00000001",
    }
  `);
  expect(channel?.bookmarks).toEqual([]);
});

it('says that there is no such bookmark', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('remove_bookmark', { channel: 'C0GENERAL1', id: 'Bk9' })).toMatchObject({
    code: 'not_found',
  });
});
