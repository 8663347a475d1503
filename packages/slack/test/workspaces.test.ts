import { startSlackDouble } from '@portolan/doubles/slack';
import { freePort, startFaultProxy } from '@portolan/testing';
import { createEmulator } from 'emulate';
import { describe, onTestFinished } from 'vitest';
import * as z from 'zod';
import { describeWorkspace, type Workspace } from './support/describe-workspace.ts';

/** The same calls against our double and against one by others, each behind the fault proxy. */
const scopes = [
  ...[
    'chat:write',
    'channels:read',
    'groups:read',
    'channels:history',
    'channels:join',
    'users:read',
    'reactions:write',
  ],
  ...['files:read', 'files:write', 'pins:read', 'bookmarks:read'],
];

async function double(): Promise<Workspace> {
  const slack = await startSlackDouble();
  slack.world.clock = Math.floor(Date.now() / 1_000);
  const proxy = await startFaultProxy({ target: slack.url });
  slack.world.filesUrl = proxy.url;
  onTestFinished(async () => {
    await proxy.close();
    await slack.close();
  });
  return {
    token: slack.botToken,
    channel: 'C0GENERAL1',
    urls: { api: `${proxy.url}/api/`, files: proxy.url },
  };
}

async function emulated(): Promise<Workspace> {
  const port = await freePort();
  const token = 'xoxb-local-test-0000000000';
  const seed = {
    slack: {
      strict_scopes: true,
      users: [{ name: 'ada', real_name: 'Ada Lind', email: 'ada@harbour.example' }],
      channels: [{ name: 'quay' }],
      tokens: [{ token, user: 'ada', scopes }],
    },
  };
  const slack = await createEmulator({ service: 'slack', port, hostname: '127.0.0.1', seed });
  const proxy = await startFaultProxy({ target: `http://127.0.0.1:${port}` });
  onTestFinished(async () => {
    await proxy.close();
    await slack.close();
  });
  const call = async (method: string, args: Readonly<Record<string, string>>) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${proxy.url}/api/${method}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(args),
    });
    return z
      .looseObject({ channels: z.array(z.looseObject({ id: z.string() })).optional() })
      .parse(await response.json());
  };
  const { channels } = await call('conversations.list', {});
  const channel = channels?.at(-1)?.id ?? '';
  await call('conversations.join', { channel });
  return {
    token,
    channel,
    urls: { api: `${proxy.url}/api/`, files: proxy.url },
    lacks: ['metadata', 'member_channels', 'files'],
  };
}

describe('our double', () => describeWorkspace(double));
describe('emulate', () => describeWorkspace(emulated));
