import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('creates a private channel unless told otherwise', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  expect(await ok('create_channel', { name: 'quay', topic: 'Cranes' })).toMatchInlineSnapshot(`
    {
      "id": "C00000LFM0",
      "name": "quay",
    }
  `);
  expect([...double.world.channels.values()].at(-1)).toMatchObject({
    name: 'quay',
    kind: 'private',
    topic: 'Cranes',
  });
});

it('says that a name is taken, or none', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('create_channel', { name: 'general' })).toMatchObject({
    code: 'already_exists',
    message: 'A channel has that name.',
  });
});

it('answers the id of a channel whose topic could not be set', async () => {
  const { proxy, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const body = JSON.stringify({ ok: false, error: 'restricted_action' });
  proxy.script({ kind: 'status', status: 200, body, path: '/api/conversations.setTopic' });
  expect(await ok('create_channel', { name: 'quay', topic: 'Cranes' })).toMatchObject({
    id: expect.stringMatching(/^C/),
    missing: [expect.stringContaining('topic: ')],
  });
});
