import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0OLD00005,C0GENERAL1'];
const old = { channel: 'C0OLD00005' };

it('opens an archived channel again, which then takes messages', async () => {
  const { double, connect } = await startSlack();
  const { ok, refused } = await connect({ argv, user: double.userToken, confirms: true });
  // What was refused is not kept in mind.
  expect(await refused('post_message', { ...old, text: 'Back' })).toMatchObject({ code: 'unsupported' });
  expect(await ok('unarchive_channel', old)).toMatchInlineSnapshot(`
    {
      "archived": false,
      "id": "C0OLD00005",
    }
  `);
  expect(double.world.channels.get('C0OLD00005')?.archived).toBe(false);
  expect(await ok('post_message', { ...old, text: 'Back' })).toMatchObject({ channel: 'C0OLD00005' });
});

it('does not take a bot, as Slack does not', async () => {
  const { double, connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('unarchive_channel', old)).toMatchObject({
    code: 'permission_denied',
    message: 'Slack lets no bot open a channel again: this needs the token of a person.',
    next: expect.stringContaining('SLACK_USER_TOKEN'),
  });
  expect(double.world.channels.get('C0OLD00005')?.archived).toBe(true);
});

it('opens none that is not listed, and says of an open one that it is open', async () => {
  const { double, connect } = await startSlack();
  const unlisted = await connect({ argv: ['--post-channels', 'C0GENERAL1'], user: double.userToken });
  expect(await unlisted.refused('unarchive_channel', old)).toMatchObject({ code: 'forbidden' });
  const { refused } = await connect({ argv, user: double.userToken });
  expect(await refused('unarchive_channel', { channel: 'C0GENERAL1' })).toMatchObject({
    code: 'already_exists',
  });
  expect(double.calls.map(({ method }) => method)).not.toContain('conversations.unarchive');
});
