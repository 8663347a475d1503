import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addFile, addMessage } from '@portolan/doubles/slack';
import { createTempFolder } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { type SlackTest, startSlack, type ToolsClient } from '../src/test-support.ts';

const posting = { argv: ['--post-channels', 'C0GENERAL1'] };

/** Follows the cursors of a tool to the end; what each page held. */
async function pagesOf(
  { ok }: ToolsClient,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  field: string,
): Promise<readonly (readonly unknown[])[]> {
  const pages: unknown[][] = [];
  let cursor: unknown;
  do {
    const page = await ok(tool, { ...args, ...(cursor !== undefined && { cursor }) });
    const items = page[field];
    if (!Array.isArray(items)) throw new Error(`${tool} answers no ${field}.`);
    pages.push(items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

const general = ({ double }: SlackTest) => {
  const channel = double.world.channels.get('C0GENERAL1');
  if (channel === undefined) throw new Error('The double has no general channel.');
  return channel;
};

it('get_thread_replies goes on where it ended, and begins at a time', async () => {
  const slack = await startSlack();
  const channel = general(slack);
  const [first] = channel.messages;
  for (const text of ['a', 'b', 'c']) {
    addMessage(slack.double.world, channel, { user: 'U0BEN00002', text, threadTs: first?.ts });
  }
  const client = await slack.connect();
  const thread = { channel: 'C0GENERAL1', ts: first?.ts };
  const pages = await pagesOf(client, 'get_thread_replies', { ...thread, limit: 2 }, 'messages');
  const texts = pages.flat().map((message) => Reflect.get(Object(message), 'text'));
  expect(texts.slice(1)).toEqual(['On my way', 'Thank you', 'a', 'b', 'c']);
  expect(pages.length).toBeGreaterThan(2);
  const since = channel.messages.at(-2)?.ts;
  const later = await client.ok('get_thread_replies', { ...thread, since });
  expect(JSON.stringify(later.messages)).not.toContain('On my way');
});

it('search_messages tells Slack days, threads and the order, and goes on where it ended', async () => {
  const slack = await startSlack();
  const channel = general(slack);
  const [first] = channel.messages;
  for (let at = 0; at < 5; at += 1) {
    addMessage(slack.double.world, channel, { user: 'U0BEN00002', text: `kelp ${at}`, threadTs: first?.ts });
  }
  const client = await slack.connect({ user: slack.double.userToken });
  const days = { after: '2025-12-31T00:00:00Z', before: '2027-01-01T00:00:00Z' };
  const question = { query: 'kelp', ...days, inThreads: true, sort: 'score', limit: 2 };
  const pages = await pagesOf(client, 'search_messages', question, 'messages');
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  const [asked] = slack.double.calls.filter(({ method }) => method === 'search.messages');
  expect(asked?.arguments).toMatchObject({ sort: 'score', count: '2' });
  expect(String(asked?.arguments.query).split(' ')).toEqual(
    expect.arrayContaining(['kelp', 'is:thread', 'after:2025-12-30', 'before:2027-01-02']),
  );
});

it('list_files and read_list go on where they ended', async () => {
  const slack = await startSlack();
  for (const name of ['x.txt', 'y.txt', 'z.txt']) {
    const id = `F0${name.slice(0, 1).toUpperCase()}0000001`;
    addFile(slack.double.world, {
      id,
      name,
      mimetype: 'text/plain',
      content: Buffer.from(name),
      channels: ['C0GENERAL1'],
    });
  }
  const client = await slack.connect({ ...posting, confirms: true });
  const files = await pagesOf(client, 'list_files', { channel: 'C0GENERAL1', limit: 2 }, 'files');
  const names = files.flat().map((file) => Reflect.get(Object(file), 'name'));
  expect(names).toEqual(expect.arrayContaining(['x.txt', 'y.txt', 'z.txt']));
  expect(new Set(names).size).toBe(names.length);
  for (const title of ['one', 'two']) {
    await client.ok('write_list_item', { list: 'F0LIST0001', cells: [{ column: 'Col01', value: title }] });
  }
  const items = await pagesOf(client, 'read_list', { list: 'F0LIST0001', limit: 2 }, 'items');
  expect(items.map((page) => page.length)).toEqual([2, 1]);
});

it('update_usergroup changes the handle, upload_file takes a title and a thread', async () => {
  const slack = await startSlack();
  const { ok } = await slack.connect({ ...posting, confirms: true });
  await ok('update_usergroup', { id: 'S0PILOTS01', handle: 'tugs' });
  expect(slack.double.world.groups.get('S0PILOTS01')).toMatchObject({ handle: 'tugs' });
  const thread = general(slack).messages[0]?.ts;
  const { id } = await ok('upload_file', {
    channel: 'C0GENERAL1',
    filename: 'a.txt',
    text: 'x',
    title: 'Ropes',
    thread,
  });
  expect(slack.double.world.files.get(String(id))).toMatchObject({ title: 'Ropes' });
  const [done] = slack.double.calls.filter(({ method }) => method === 'files.completeUploadExternal');
  expect(done?.arguments).toMatchObject({ thread_ts: thread });
});

it('reactions and pins take the link of a message', async () => {
  const slack = await startSlack();
  const { ok } = await slack.connect(posting);
  const message = general(slack).messages[3];
  const link = `https://harbour.slack.com/archives/C0GENERAL1/p${message?.ts.replace('.', '')}`;
  expect(await ok('add_reaction', { link, name: 'wave' })).toMatchObject({ ts: message?.ts });
  expect([...(message?.reactions.keys() ?? [])]).toContain('wave');
  await ok('remove_reaction', { link, name: 'wave' });
  expect([...(message?.reactions.keys() ?? [])]).not.toContain('wave');
  await ok('pin_message', { link });
  expect(general(slack).pins).toContain(message?.ts);
  await ok('unpin_message', { link });
  expect(general(slack).pins).not.toContain(message?.ts);
});

it('every tool works in the workspace its caller names, and asks which where there are several', async () => {
  const { double, connect } = await startSlack();
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const file = join(folder.path, 'slack.json');
  const workspaces = { east: { botTokenEnv: 'TEST_HERE_TOKEN' }, west: { botTokenEnv: 'TEST_HERE_TOKEN' } };
  await writeFile(file, JSON.stringify({ workspaces }));
  process.env.TEST_HERE_TOKEN = double.botToken;
  onTestFinished(() => {
    delete process.env.TEST_HERE_TOKEN;
  });
  const { client, refused } = await connect({ bot: undefined, argv: ['--config', file, ...posting.argv] });
  const samples: Readonly<Record<string, unknown>> = {
    string: 'x',
    integer: 1,
    boolean: true,
    object: { x: 'x' },
  };
  const exact: Readonly<Record<string, unknown>> = {
    channel: 'C0GENERAL1',
    channels: ['C0GENERAL1'],
    user: 'U0ADA00001',
    users: ['U0ADA00001'],
    members: ['U0ADA00001'],
    ts: '1767225660.000001',
    id: 'S0PILOTS01',
    list: 'F0LIST0001',
    canvas: 'F0CANVAS01',
    file: 'F0TIDES001',
    item: 'Rec0000001',
    link: 'https://example.org/',
    cells: [{ column: 'Col01', value: 'x' }],
    at: '2040-01-01T00:00:00Z',
  };
  const { tools } = await client.listTools();
  const answers: unknown[] = [];
  for (const { name, inputSchema } of tools) {
    const sample = Object.fromEntries(
      (inputSchema.required ?? []).map((key) => {
        const { type, enum: [first] = [] } = Object(inputSchema.properties?.[key]);
        return [key, exact[key] ?? first ?? samples[type]];
      }),
    );
    answers.push([name, await refused(name, { ...sample, workspace: 'north' }), await refused(name, sample)]);
  }
  expect(answers).toEqual(
    tools.map(({ name }) => [
      name,
      expect.objectContaining({ code: 'not_found' }),
      expect.objectContaining({ code: 'invalid_arguments', data: { aliases: ['east', 'west'] } }),
    ]),
  );
  expect(double.calls).toEqual([]);
});
