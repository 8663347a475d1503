import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('creates a group', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  expect(await ok('create_usergroup', { name: 'Tug crews', handle: 'tugs' })).toMatchInlineSnapshot(`
    {
      "handle": "tugs",
      "id": "S00000LFM0",
    }
  `);
  expect([...double.world.groups.values()].at(-1)).toMatchObject({ handle: 'tugs', name: 'Tug crews' });
});

it('says that a handle is taken', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('create_usergroup', { name: 'P', handle: 'pilots' })).toMatchObject({
    code: 'already_exists',
  });
});
