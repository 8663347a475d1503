import { addChannel, addUser, startSlackDouble } from '@portolan/doubles/slack';
import { connect, startFaultProxy } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { slackServer } from './support/server.ts';

const users = 225_000;
const channels = 43_000;

it('starts without a request, and answers from a workspace of 225,000 people and 43,000 channels in bounded memory', async () => {
  const double = await startSlackDouble();
  const { world } = double;
  for (let n = 0; n < users; n++)
    addUser(world, { id: `U1${String(n).padStart(8, '0')}`, name: `user${n}`, title: 'x'.repeat(40) });
  for (let n = 0; n < channels; n++)
    addChannel(world, {
      id: `C1${String(n).padStart(8, '0')}`,
      name: `channel-${n}`,
      members: ['U0BOT00009'],
    });
  const proxy = await startFaultProxy({ target: double.url });
  onTestFinished(async () => {
    await proxy.close();
    await double.close();
  });
  const args = [
    ...slackServer.args,
    '--audit',
    'off',
    '--rate-limit',
    'off',
    '--api-url',
    `${proxy.url}/api/`,
  ];
  // Node gives up over this heap.
  const env = {
    ...slackServer.env,
    SLACK_BOT_TOKEN: double.botToken,
    NODE_OPTIONS: '--max-old-space-size=128',
  };
  await using client = await connect('v2-modern', { command: { ...slackServer, args, env } });
  expect((await client.listTools()).map(({ name }) => name)).toContain('search_users');
  expect(proxy.seen).toEqual([]);

  const call = async (name: string, given: Readonly<Record<string, unknown>>) => {
    const answer = await client.callTool(name, given);
    expect(answer.isError, JSON.stringify(answer.content)).not.toBe(true);
    return answer.structuredContent;
  };
  expect(await call('list_channels', {})).toMatchObject({ nextCursor: expect.any(String) });
  expect(await call('list_channels', { query: 'channel-4900' })).toMatchObject({
    channels: [{ name: 'channel-4900' }],
    nextCursor: expect.any(String),
  });
  for (let page = 0, cursor: unknown; page < 3; page++) {
    const answer = await call('search_users', { query: 'user224999', ...(page > 0 && { cursor }) });
    expect(answer).toMatchObject({ users: [], looked: 5_000, nextCursor: expect.any(String) });
    cursor = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'nextCursor') : undefined;
  }
  expect(await call('get_channel_history', { channel: '#general' })).toMatchObject({ channel: 'C0GENERAL1' });
  expect(proxy.seen.length).toBeLessThan(60);
});
