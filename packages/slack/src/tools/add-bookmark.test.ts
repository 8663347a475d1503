import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('adds a link', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(
    await ok('add_bookmark', { channel: 'C0GENERAL1', title: 'Map', link: 'https://map.example' }),
  ).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "id": "Bk00000LFM0",
    }
  `);
  expect(channel?.bookmarks.at(-1)).toMatchObject({ title: 'Map', link: 'https://map.example' });
});

it('takes web addresses only', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(
    await refused('add_bookmark', { channel: 'C0GENERAL1', title: 'Map', link: 'javascript:alert(1)' }),
  ).toMatchObject({ code: 'invalid_arguments' });
});
