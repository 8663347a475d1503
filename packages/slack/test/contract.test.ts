import { startSlackDouble } from '@portolan/doubles/slack';
import { describeServerContract, startFaultProxy } from '@portolan/testing';
import { afterAll } from 'vitest';
import { slackServer } from './support/server.ts';

const double = await startSlackDouble();
const proxy = await startFaultProxy({ target: double.url });
afterAll(async () => {
  await Promise.all([proxy.close(), double.close()]);
});
// The suite needs a slow read and a brief one.
proxy.script({ kind: 'hang', path: '/api/users.list', times: 10_000 });
proxy.script({ kind: 'delay', ms: 900, path: '/api/usergroups.list', times: 10_000 });

const reads = [
  'get_me',
  'list_channels',
  'get_channel',
  'list_channel_members',
  'get_channel_history',
  'get_thread_replies',
  'get_message',
  'search_messages',
  'digest_channels',
  'search_users',
  'get_user_profile',
  'list_usergroups',
  'list_files',
  'read_file',
];

const { botToken, world } = double;
const ts = world.channels.get('C0GENERAL1')?.messages[0]?.ts;
const api = ['--api-url', `${proxy.url}/api/`, '--files-url', proxy.url, '--post-channels', 'C0GENERAL1'];

const posts = [
  'post_message',
  'update_message',
  'delete_message',
  'schedule_message',
  'list_scheduled',
  'cancel_scheduled',
  'add_reaction',
  'remove_reaction',
  'upload_file',
  'open_dm',
];

const waits = (place: string) => () => proxy.waiting.some(({ path }) => path.startsWith(place));

describeServerContract({
  name: 'slack',
  bin: { ...slackServer, env: { ...slackServer.env, SLACK_BOT_TOKEN: botToken } },
  args: () => api,
  expectedTools: [...reads, ...posts],
  readTools: [...reads, 'list_scheduled'],
  documents: {
    'slack://{workspace}/{channel}': ['get_channel_history', 'list_channels'],
    summarize_channel: ['get_channel_history'],
    draft_reply: ['get_thread_replies'],
  },
  sampleRead: { tool: 'get_me', args: {} },
  badArgument: { tool: 'get_channel_history', args: { channel: 7 }, argument: 'channel' },
  sampleWrite: { tool: 'add_reaction', args: { channel: 'C0GENERAL1', ts, name: 'ship' } },
  sampleSlow: { tool: 'search_users', args: { query: 'ben' }, underWay: waits('/api/users.list') },
  sampleBrief: { tool: 'list_usergroups', args: {}, underWay: waits('/api/usergroups.list') },
  sampleBig: { tool: 'get_channel', args: { channel: 'C0GENERAL1' } },
});
