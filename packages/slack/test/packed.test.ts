import { startSlackDouble } from '@portolan/doubles/slack';
import { node22 } from '@portolan/older-node';
import {
  clientKinds,
  connect,
  describePackedPackage,
  errorOf,
  readmeCommands,
  readmeShell,
} from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

const folder = new URL('../', import.meta.url);
const contract = {
  folder,
  packages: ['@portolan/slack'],
  maxBytes: 4_000_000,
  notices: ['@modelcontextprotocol/server', 'marked', 'zod'],
};

describePackedPackage(contract, (installed) => {
  describe.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('on %s', (_name, node) => {
    it.each(clientKinds)('answers a %s client, with the library of Markdown loaded late', async (kind) => {
      const double = await startSlackDouble();
      onTestFinished(() => double.close());
      const command = {
        command: node,
        args: [installed().bin, '--api-url', `${double.url}/api/`, '--post-channels', 'C0GENERAL1'],
        env: { XDG_STATE_HOME: installed().folder, SLACK_BOT_TOKEN: double.botToken },
      };
      await using client = await connect(kind, { command });
      expect((await client.listTools()).map(({ name }) => name)).toContain('post_message');
      expect(double.calls).toEqual([]);
      const posted = await client.callTool('post_message', { channel: 'C0GENERAL1', text: '**Hi**' });
      expect(posted.structuredContent).toMatchObject({ channel: 'C0GENERAL1' });
      const read = await client.callTool('get_channel_history', { channel: '#general', limit: 1 });
      expect(read.structuredContent).toMatchObject({ messages: [{ text: '**Hi**' }] });
    });
  });

  it('does what the README says, command by command', async () => {
    const double = await startSlackDouble();
    onTestFinished(() => double.close());
    const replaced = { 'xoxb-your-token': double.botToken, C0123456789: 'C0GENERAL1' };
    const commands = await readmeCommands(folder, ['## Start', '### The app'], replaced);
    const [stdio = '', install = '', doctor = '', http = '', ...more] = commands;
    expect(more).toEqual([]);
    const shell = await readmeShell(installed(), {
      PORTOLAN_SLACK_API_URL: `${double.url}/api/`,
    });
    await using client = await connect('v1', { command: shell.server(stdio) });
    expect((await client.callTool('get_me')).structuredContent).toMatchObject({ team: 'Harbour' });

    await shell.run(install);
    expect(await shell.written()).toContain('@portolan/slack');
    expect(await shell.run(doctor)).toContain('Harbour, as portolan.');

    await using server = await shell.serve(http);
    expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);
    await using remote = await connect('v2-modern', { url: server.url });
    expect((await remote.listTools()).map(({ name }) => name)).toContain('post_message');
  });

  it('works with the tokens that callers bring, over HTTP', async () => {
    const double = await startSlackDouble();
    onTestFinished(() => double.close());
    const shell = await readmeShell(installed(), {
      PORTOLAN_SLACK_API_URL: `${double.url}/api/`,
    });
    await using server = await shell.serve(
      'npx -y @portolan/slack --http --caller-token-header X-Slack-Token',
    );
    await using own = await connect('v1', { url: server.url, headers: { 'x-slack-token': double.botToken } });
    expect((await own.callTool('get_me')).structuredContent).toMatchObject({ team: 'Harbour' });
    await using none = await connect('v1', { url: server.url });
    expect(errorOf(await none.callTool('get_me')).code).toBe('unauthenticated');
  });
});
