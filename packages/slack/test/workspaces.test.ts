import { startSlackDouble } from '@portolan/doubles/slack';
import { startFaultProxy } from '@portolan/testing';
import { describe, onTestFinished } from 'vitest';
import * as z from 'zod';
import { describeWorkspace, type Workspace } from './support/describe-workspace.ts';
import { emulatedToken, startEmulatedSlack } from './support/start-emulated-slack.ts';

/** The same calls against our double and against one by others, each behind the fault proxy. */
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
  const slack = await startEmulatedSlack();
  const proxy = await startFaultProxy({ target: slack.url });
  onTestFinished(async () => {
    await proxy.close();
    await slack.close();
  });
  const token = emulatedToken;
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
  await call('chat.postMessage', { channel, text: 'High water at 6' });
  return {
    token,
    channel,
    urls: { api: `${proxy.url}/api/`, files: proxy.url },
    lacks: ['metadata', 'member_channels', 'files'],
  };
}

describe('our double', () => describeWorkspace(double));
describe('emulate', () => describeWorkspace(emulated));
