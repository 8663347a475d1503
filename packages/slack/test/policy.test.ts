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
  const { client, ok, refused } = await connect({ argv, user: double.userToken, confirms: true });

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

  const read = (uri: string) => client.readResource({ uri });
  await expect(read('slack://main/crew')).rejects.toThrow();
  await expect(read('slack://main/C0CREW0003')).rejects.toThrow();

  // A search of everything names no channel, so the rule does not allow it.
  expect(await refused('search_messages', { query: 'a' })).toMatchObject({ code: 'forbidden' });
  expect(await refused('search_messages', { query: 'a', in: '#crew' })).toMatchObject({ code: 'forbidden' });
  const found = await ok('search_messages', { query: 'fog', in: '#general' });
  expect(found.messages).toMatchObject([{ channel: 'C0GENERAL1' }]);
});

it('keeps a role from a channel that is denied, by whatever name', async () => {
  const { double, connect } = await startSlack();
  await using folder = await createTempFolder();
  const policy = join(folder.path, 'policy.json');
  const rule = { arguments: { channel: { deny: ['C0CREW0003'] } } };
  const roles = { reader: { rules: [rule, { toolsets: ['resources'], ...rule }] } };
  await writeFile(
    policy,
    JSON.stringify({ version: 1, roles, assign: [{ kind: 'local', roles: ['reader'] }] }),
  );
  const { client, ok, refused } = await connect({ argv: ['--policy', policy], user: double.userToken });
  // A search of everything names no channel to hold against the rule.
  expect(await refused('search_messages', { query: 'pay' })).toMatchObject({ code: 'forbidden' });
  await ok('get_channel_history', { channel: '#general' });
  expect(await refused('get_channel_history', { channel: '#crew' })).toMatchObject({ code: 'forbidden' });
  const { contents } = await client.readResource({ uri: 'slack://main/C0GENERAL1' });
  expect(contents).toHaveLength(1);
  for (const named of ['C0CREW0003', 'crew']) {
    await expect(client.readResource({ uri: `slack://main/${named}` })).rejects.toThrow('policy');
  }
});

const ownId = 'D0BENBOT07';
const person = 'U0BEN00002';

it.each([
  [ownId, ownId],
  [ownId, person],
  [person, ownId],
  [person, person],
])('a direct message denied as %s is not there as %s', async (denied, named) => {
  const { double, connect } = await startSlack();
  await using folder = await createTempFolder();
  const policy = join(folder.path, 'policy.json');
  const rules = [{ arguments: { channel: { deny: [denied] } } }];
  await writeFile(
    policy,
    JSON.stringify({
      version: 1,
      roles: { writer: { rules } },
      assign: [{ kind: 'local', roles: ['writer'] }],
    }),
  );
  const listed = `C0GENERAL1,${ownId},${person}`;
  const argv = ['--policy', policy, '--read-dms', '--post-channels', listed, '--wider-audience', 'allow'];
  const { ok, refused } = await connect({ argv });
  const forbidden = { code: 'forbidden' };
  expect(await refused('post_message', { channel: named, text: 'x' })).toMatchObject(forbidden);
  expect(await refused('upload_file', { channel: named, filename: 'a.txt', text: 'x' })).toMatchObject(
    forbidden,
  );
  const at = new Date(Date.now() + 3_600_000).toISOString();
  expect(await refused('schedule_message', { channel: named, text: 'x', at })).toMatchObject(forbidden);
  expect(await refused('get_channel_history', { channel: ownId })).toMatchObject(forbidden);
  const sent = [
    'chat.postMessage',
    'chat.scheduleMessage',
    'files.getUploadURLExternal',
    'conversations.history',
  ];
  expect(double.calls.filter(({ method }) => sent.includes(method))).toEqual([]);
  await ok('post_message', { channel: 'C0GENERAL1', text: 'x' });
});
