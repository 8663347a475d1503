import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTempFolder } from '@portolan/testing';
import { expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

it('keeps a role to its channels, however they are named', async () => {
  const { double, connect } = await startSlack();
  await using folder = await createTempFolder();
  const policy = join(folder.path, 'policy.json');
  const channel = { allow: ['C0GENERAL1'] };
  const roles = { reader: { rules: [{ arguments: { workspace: { allow: ['main'] }, channel } }] } };
  await writeFile(
    policy,
    JSON.stringify({ version: 1, roles, assign: [{ kind: 'local', roles: ['reader'] }] }),
  );
  const argv = ['--policy', policy, '--post-channels', 'C0GENERAL1,C0CREW0003'];
  const { ok, refused } = await connect({ argv, user: double.userToken, confirms: true });

  for (const named of [
    'C0GENERAL1',
    '#general',
    'general',
    'https://harbour.slack.com/archives/C0GENERAL1',
  ]) {
    await ok('get_channel_history', { channel: named });
  }
  for (const named of ['C0CREW0003', '#crew', 'https://harbour.slack.com/archives/C0CREW0003']) {
    expect(await refused('get_channel_history', { channel: named })).toMatchObject({ code: 'forbidden' });
  }
  expect(await refused('digest_channels', { channels: ['C0GENERAL1', '#crew'] })).toMatchObject({
    code: 'forbidden',
  });
  expect(await refused('post_message', { channel: 'C0CREW0003', text: 'x' })).toMatchObject({
    code: 'forbidden',
  });
  await ok('post_message', { channel: 'C0GENERAL1', text: 'x' });

  // A search of everything names no channel, so the rule does not allow it.
  expect(await refused('search_messages', { query: 'a' })).toMatchObject({ code: 'forbidden' });
  expect(await refused('search_messages', { query: 'a', in: '#crew' })).toMatchObject({ code: 'forbidden' });
  const found = await ok('search_messages', { query: 'fog', in: '#general' });
  expect(found.messages).toMatchObject([{ channel: 'C0GENERAL1' }]);
});
