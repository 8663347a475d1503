import { addChannel } from '@portolan/doubles/slack';
import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists the channels the app is in', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('list_channels')).toMatchInlineSnapshot(`
    {
      "channels": [
        {
          "id": "C0GENERAL1",
          "name": "general",
          "topic": "Everything @U0ADA00001 says",
        },
        {
          "id": "C0CREW0003",
          "kind": "private",
          "name": "crew",
        },
        {
          "external": true,
          "id": "C0SHARED06",
          "name": "with-acme",
        },
      ],
      "linkBase": "https://harbour.slack.com/archives/",
      "untrusted": [
        "channels[].name",
        "channels[].topic",
      ],
    }
  `);
});

it('finds channels by a part of name or topic, joined or not, page by page', async () => {
  const { double, connect } = await startSlack();
  for (let number = 0; number < 5; number++) {
    addChannel(double.world, { id: `C0TUG${number}0000`, name: `tug-${number}`, topic: 'towing' });
  }
  const { ok, refused } = await connect();
  const args = { query: 'TOW', memberOnly: false, limit: 2 };
  const names: unknown[] = [];
  let cursor: unknown;
  do {
    const page = await ok('list_channels', { ...args, ...(cursor !== undefined && { cursor }) });
    names.push(page.channels);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names).toMatchObject([
    [{ name: 'tug-0' }, { name: 'tug-1' }],
    [{ name: 'tug-2' }, { name: 'tug-3' }],
    [{ name: 'tug-4' }],
  ]);
  expect(JSON.stringify(names)).not.toContain('"member"');
  expect(await refused('list_channels', { ...args, cursor: 'bm9uZQ.abc' })).toMatchObject({
    code: 'invalid_arguments',
  });
});

it('marks those joined among all, and none where all are', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  const rows = async (args: Readonly<Record<string, unknown>>) => (await ok('list_channels', args)).channels;
  expect(await rows({ memberOnly: false, query: 'ran' })).toEqual([
    expect.not.objectContaining({ member: expect.anything() }),
  ]);
  expect(await rows({ memberOnly: false, query: 'general' })).toMatchObject([{ member: true }]);
  expect(await rows({ query: 'general' })).toEqual([
    expect.not.objectContaining({ member: expect.anything() }),
  ]);
});

it('shows archived and private ones when asked, and only what may be read', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv: ['--read-channels', 'C0OLD00005,C0CREW0003'] });
  expect(await ok('list_channels', { archived: true })).toMatchObject({
    channels: [
      { id: 'C0CREW0003', kind: 'private' },
      { id: 'C0OLD00005', archived: true },
    ],
  });
});

it('lists direct messages only where they may be read', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('list_channels', { kinds: ['dm'] })).toMatchObject({
    code: 'forbidden',
    next: expect.stringContaining('--read-dms'),
  });
  const { ok } = await connect({ argv: ['--read-dms'] });
  expect(await ok('list_channels', { kinds: ['dm'] })).toMatchObject({
    channels: [{ id: 'D0BENBOT07', name: 'ben', kind: 'dm', user: 'U0BEN00002' }],
  });
});

it('names the scope that is missing', async () => {
  const { double, connect } = await startSlack();
  const scopes = double.world.tokens.get(double.botToken)?.scopes;
  for (const scope of ['channels:read', 'groups:read', 'im:read', 'mpim:read']) scopes?.delete(scope);
  const { refused } = await connect();
  expect(await refused('list_channels')).toMatchObject({
    code: 'permission_denied',
    message: expect.stringContaining('channels:read'),
    next: expect.stringContaining('install it again'),
    data: { slackError: 'missing_scope', needed: ['channels:read', 'groups:read'] },
  });
});

it('leaves out the kinds that the token may not list, and says so', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('groups:read');
  const { ok } = await connect();
  const answer = await ok('list_channels');
  expect(answer.missing).toEqual(['private channels: the token lacks the scope groups:read']);
  expect(answer.channels).toMatchObject([{ id: 'C0GENERAL1' }, { id: 'C0SHARED06' }]);
  await ok('get_channel', { channel: '#general' });
});
