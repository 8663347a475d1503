import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addFile } from '@portolan/doubles/slack';
import { createTempFolder } from '@portolan/testing';
import { expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];
const private_ = { channel: 'C0CREW0003' };

it.each([
  ['create_channel', { name: 'the-pay-is-late', private: false }],
  ['create_usergroup', { name: 'The pay is late' }],
  ['update_usergroup', { id: 'S0PILOTS01', description: 'The pay is late' }],
  ['update_channel', { channel: 'C0GENERAL1', topic: 'The pay is late' }],
  ['add_bookmark', { channel: 'C0GENERAL1', title: 'The pay is late', link: 'https://pay.example/' }],
  ['write_canvas', { channel: 'C0GENERAL1', markdown: 'The pay is late' }],
  ['schedule_message', { channel: 'C0GENERAL1', text: 'The pay is late', at: '2026-03-01T09:00:00Z' }],
  ['upload_file', { channel: 'C0GENERAL1', filename: 'pay.txt', text: 'The pay is late' }],
  ['post_message', { channel: 'C0GENERAL1', text: 'The pay is late' }],
])('%s takes nothing private to others without asking', async (tool, args) => {
  const { double, connect } = await startSlack();
  const asked: string[] = [];
  const refusing = await connect({ argv: [...argv, '--wider-audience', 'refuse'], confirms: true });
  await refusing.ok('get_channel_history', private_);
  double.clear();
  expect(await refusing.refused(tool, args)).toMatchObject({ code: 'forbidden' });
  const writes = /create|update|add|set|schedule|upload|post/i;
  expect(double.calls.filter(({ method }) => writes.test(method.split('.').at(-1) ?? ''))).toEqual([]);
  const asking = await connect({ argv, confirms: true, asked: (message) => asked.push(message) });
  await asking.ok('get_channel_history', private_);
  await asking.ok(tool, args);
  expect(asked.join()).toContain('The assistant has read the private channel #crew, and others read');
});

it('a private channel of its own needs no question', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv });
  await ok('get_channel_history', private_);
  await ok('create_channel', { name: 'quay' });
});

it('the names of private files, and what is scheduled for private channels, count as read', async () => {
  const { double, connect } = await startSlack();
  const content = Buffer.from('x');
  const file = { id: 'F0PAYLATE1', name: 'the-pay-is-late.txt', mimetype: 'text/plain', content };
  addFile(double.world, { ...file, channels: ['C0CREW0003'] });
  const { ok, refused } = await connect({ argv });
  expect(JSON.stringify(await ok('list_files'))).toContain('the-pay-is-late');
  expect(await refused('post_message', { channel: 'C0GENERAL1', text: 'x' })).toMatchObject({
    message: expect.stringContaining('#crew'),
  });

  const other = await connect({ argv: ['--post-channels', 'C0GENERAL1,C0CREW0003'] });
  await other.ok('schedule_message', { ...private_, text: 'The pay is late', at: '2026-03-01T09:00:00Z' });
  await other.ok('post_message', { channel: 'C0GENERAL1', text: 'x' });
  await other.ok('list_scheduled');
  expect(await other.refused('post_message', { channel: 'C0GENERAL1', text: 'x' })).toMatchObject({
    message: expect.stringContaining('#crew'),
  });
});

it('what everybody of one workspace can read is asked about before it goes to another', async () => {
  const { double, connect } = await startSlack();
  await using folder = await createTempFolder();
  const config = join(folder.path, 'slack.json');
  const token = { botTokenEnv: 'TEST_AUDIENCE_TOKEN' };
  await writeFile(config, JSON.stringify({ workspaces: { east: token, west: token } }));
  process.env.TEST_AUDIENCE_TOKEN = double.botToken;
  const { ok, refused } = await connect({ bot: undefined, argv: [...argv, '--config', config] });
  delete process.env.TEST_AUDIENCE_TOKEN;
  await ok('get_channel_history', { channel: 'C0GENERAL1', workspace: 'east' });
  await ok('post_message', { channel: 'C0GENERAL1', workspace: 'east', text: 'x' });
  expect(
    await refused('post_message', { channel: 'C0GENERAL1', workspace: 'west', text: 'x' }),
  ).toMatchObject({ message: expect.stringContaining('has read the workspace east') });
});
