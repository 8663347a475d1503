import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startSlackDouble } from '@portolan/doubles/slack';
import { node22 } from '@portolan/older-node';
import { clientKinds, connect } from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

/** What the build made: one package without dependencies. */
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

describe.each([
  ['Node 24', process.execPath],
  ['Node 22', node22],
])('the built server on %s', (_name, node) => {
  it.each(clientKinds)('answers a %s client, with the library of Markdown loaded late', async (kind) => {
    expect(existsSync(bin), 'Build first: pnpm --filter @portolan/slack build').toBe(true);
    const double = await startSlackDouble();
    onTestFinished(() => double.close());
    const args = [bin, '--audit', 'off', '--api-url', `${double.url}/api/`, '--post-channels', 'C0GENERAL1'];
    const command = { command: node, args, env: { SLACK_BOT_TOKEN: double.botToken } };
    await using client = await connect(kind, { command });
    expect((await client.listTools()).map(({ name }) => name)).toContain('post_message');
    expect(double.calls).toEqual([]);
    const posted = await client.callTool('post_message', { channel: 'C0GENERAL1', text: '**Hi**' });
    expect(posted.structuredContent).toMatchObject({ channel: 'C0GENERAL1' });
    const read = await client.callTool('get_channel_history', { channel: '#general', limit: 1 });
    expect(read.structuredContent).toMatchObject({ messages: [{ text: '**Hi**' }] });
  });
});

it('says which libraries it bundles', async () => {
  const notices = await readFile(new URL('../dist/THIRD-PARTY-NOTICES.txt', import.meta.url), 'utf8');
  for (const name of ['marked', 'zod']) expect(notices).toContain(`--- ${name} `);
});
