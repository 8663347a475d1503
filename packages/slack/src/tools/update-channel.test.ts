import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('sets what is given', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(
    await ok('update_channel', { channel: 'C0GENERAL1', name: 'all', topic: 'T' }),
  ).toMatchInlineSnapshot(`
    {
      "changed": [
        "name",
        "topic",
      ],
      "id": "C0GENERAL1",
    }
  `);
  expect(channel).toMatchObject({ name: 'all', topic: 'T', purpose: 'Company-wide' });
});

it('changes no channel that is not listed', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('update_channel', { channel: 'C0CREW0003', topic: 'T' })).toMatchObject({
    code: 'forbidden',
  });
});
