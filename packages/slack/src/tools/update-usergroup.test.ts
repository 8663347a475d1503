import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('replaces members and description', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  expect(
    await ok('update_usergroup', { id: 'S0PILOTS01', description: 'New', members: ['U0ADA00001'] }),
  ).toMatchInlineSnapshot(`
    {
      "id": "S0PILOTS01",
      "members": 1,
    }
  `);
  expect(double.world.groups.get('S0PILOTS01')).toMatchObject({ description: 'New', users: ['U0ADA00001'] });
});

it('says that there is no such group', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('update_usergroup', { id: 'S0NOBODY01', name: 'x' })).toMatchObject({
    code: 'not_found',
  });
});
