import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('gives the channel of a direct message with a listed person', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv: ['--post-channels', 'U0BEN00002'] });
  expect(await ok('open_dm', { users: ['U0BEN00002'] })).toMatchInlineSnapshot(`
    {
      "channel": "D0BENBOT07",
    }
  `);
});

it('opens none with somebody who is not listed', async () => {
  const { double, connect } = await startSlack();
  const { refused } = await connect({ argv: ['--post-channels', 'U0BEN00002'] });
  expect(await refused('open_dm', { users: ['U0BEN00002', 'U0ADA00001'] })).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('U0ADA00001'),
  });
  expect(double.calls).toEqual([]);
});
