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

it('switches a group off, which lists then leave out, and on again', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  expect(await ok('update_usergroup', { id: 'S0PILOTS01', enabled: false })).toEqual({
    id: 'S0PILOTS01',
    enabled: false,
  });
  expect(await ok('list_usergroups')).toMatchObject({ groups: [] });
  await ok('update_usergroup', { id: 'S0PILOTS01', enabled: true });
  expect(await ok('list_usergroups')).toMatchObject({ groups: [{ id: 'S0PILOTS01' }] });
});

it('asks for all that it would do', async () => {
  const { connect } = await startSlack();
  const asked: string[] = [];
  const { ok } = await connect({ argv, confirms: true, asked: (message) => asked.push(message) });
  await ok('update_usergroup', { id: 'S0PILOTS01', name: 'Crew', enabled: false, members: ['U0ADA00001'] });
  await ok('update_usergroup', { id: 'S0PILOTS01', enabled: true });
  expect(asked).toEqual([
    'Change the Slack user group S0PILOTS01: another name, "Crew", all members replaced by 1 others, switched off?',
    'Change the Slack user group S0PILOTS01: switched on?',
  ]);
});

it('says that there is no such group', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('update_usergroup', { id: 'S0NOBODY01', name: 'x' })).toMatchObject({
    code: 'not_found',
  });
});
