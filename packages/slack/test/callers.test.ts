import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSlackDouble } from '@portolan/doubles/slack';
import { apiKeyOf, connect, createTempFolder, startHttpServer, writeApiKeys } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { slackServer } from './support/server.ts';

it('over HTTP each caller works with their own token, and what one has read is not held against another', async () => {
  const double = await startSlackDouble();
  onTestFinished(() => double.close());
  await using folder = await createTempFolder();
  const keys = await writeApiKeys(folder.path, ['ada', 'bot', 'cy']);
  const config = join(folder.path, 'slack.json');
  const callers = { 'api_key:ada': 'ADA_TOKEN', 'api_key:bot': 'BOT_TOKEN' };
  await writeFile(config, JSON.stringify({ workspaces: { east: { callers } } }));
  const args = ['--config', config, '--api-keys', keys, '--audit', 'off', '--api-url', `${double.url}/api/`];
  await using server = await startHttpServer({
    ...slackServer,
    args: [...slackServer.args, ...args, '--post-channels', 'C0GENERAL1'],
    env: { ...slackServer.env, ADA_TOKEN: double.userToken, BOT_TOKEN: double.botToken },
  });
  // A workspace in which only callers have tokens is one that can be served.
  expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);
  const as = (id: string) =>
    connect('v2-modern', { url: server.url, headers: { authorization: `Bearer ${apiKeyOf(id)}` } });
  await using ada = await as('ada');
  await using bot = await as('bot');
  await using cy = await as('cy');
  expect((await ada.callTool('get_me')).structuredContent).toMatchObject({ user: 'ada', token: 'user' });
  expect((await bot.callTool('get_me')).structuredContent).toMatchObject({ user: 'portolan', token: 'bot' });
  expect(JSON.stringify(await cy.callTool('get_me'))).toContain(
    'There is no token of yours for workspace east.',
  );

  await ada.callTool('get_channel_history', { channel: 'C0SECRET04' });
  const text = { channel: 'C0GENERAL1', text: 'Hi' };
  expect(JSON.stringify(await ada.callTool('post_message', text))).toContain('confirmation_unavailable');
  expect((await bot.callTool('post_message', text)).structuredContent).toMatchObject({
    channel: 'C0GENERAL1',
  });
});
