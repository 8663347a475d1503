import { addMessage } from '@portolan/doubles/slack';
import { describe, expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const general = 'C0GENERAL1';
const posts = (...ids: readonly string[]) => ['--post-channels', [general, ...ids].join(',')];

it('posts Markdown and answers the link', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv: posts() });
  const text =
    '# Tides\n\nHigh at **06:12**, ask <@U0ADA00001>.\n\n1. Moor\n   - bow\n2. Eat\n\n```\nx < y\n```';
  expect(await ok('post_message', { channel: general, text })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "link": "https://harbour.slack.com/archives/C0GENERAL1/p1767226080000008",
      "ts": "1767226080.000008",
    }
  `);
  const posted = double.world.channels.get(general)?.messages.at(-1);
  expect(posted).toMatchObject({ user: 'U0BOT00009', unfurl: { links: false, media: false } });
  expect(posted?.blocks).toMatchInlineSnapshot(`
    [
      {
        "elements": [
          {
            "elements": [
              {
                "style": {
                  "bold": true,
                },
                "text": "Tides",
                "type": "text",
              },
            ],
            "type": "rich_text_section",
          },
          {
            "elements": [
              {
                "text": "
    ",
                "type": "text",
              },
              {
                "text": "High at ",
                "type": "text",
              },
              {
                "style": {
                  "bold": true,
                },
                "text": "06:12",
                "type": "text",
              },
              {
                "text": ", ask ",
                "type": "text",
              },
              {
                "type": "user",
                "user_id": "U0ADA00001",
              },
              {
                "text": ".",
                "type": "text",
              },
            ],
            "type": "rich_text_section",
          },
          {
            "elements": [
              {
                "elements": [
                  {
                    "text": "Moor",
                    "type": "text",
                  },
                ],
                "type": "rich_text_section",
              },
            ],
            "indent": 0,
            "style": "ordered",
            "type": "rich_text_list",
          },
          {
            "elements": [
              {
                "elements": [
                  {
                    "text": "bow",
                    "type": "text",
                  },
                ],
                "type": "rich_text_section",
              },
            ],
            "indent": 1,
            "style": "bullet",
            "type": "rich_text_list",
          },
          {
            "elements": [
              {
                "elements": [
                  {
                    "text": "Eat",
                    "type": "text",
                  },
                ],
                "type": "rich_text_section",
              },
            ],
            "indent": 0,
            "offset": 1,
            "style": "ordered",
            "type": "rich_text_list",
          },
          {
            "elements": [
              {
                "text": "x < y",
                "type": "text",
              },
            ],
            "type": "rich_text_preformatted",
          },
        ],
        "type": "rich_text",
      },
    ]
  `);
});

describe('where', () => {
  it('has no tool that posts without a list', async () => {
    const { connect } = await startSlack();
    const { client } = await connect();
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toContain('get_channel_history');
    expect(names).not.toContain('post_message');
  });

  it('posts only by listed id, and says so before it asks Slack anything', async () => {
    const { double, connect } = await startSlack();
    const { refused } = await connect({ argv: posts() });
    double.clear();
    expect(await refused('post_message', { channel: 'C0CREW0003', text: 'Hi' })).toMatchObject({
      code: 'forbidden',
      next: expect.stringContaining('--post-channels'),
    });
    expect(await refused('post_message', { channel: '#general', text: 'Hi' })).toMatchObject({
      code: 'invalid_arguments',
    });
    expect(await refused('post_message', { channel: 'U0BEN00002', text: 'Hi' })).toMatchObject({
      code: 'forbidden',
    });
    expect(double.calls).toEqual([]);
  });

  it('refuses a list that holds names', async () => {
    const { connect } = await startSlack();
    await expect(connect({ argv: ['--post-channels', 'general'] })).rejects.toThrow('by id');
  });

  it('keeps to the id when a channel is renamed, and takes no archived one', async () => {
    const { double, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts('C0OLD00005') });
    const channel = double.world.channels.get(general);
    if (channel) channel.name = 'renamed';
    await ok('post_message', { channel: general, text: 'Hi' });
    expect(await refused('post_message', { channel: 'C0OLD00005', text: 'Hi' })).toMatchObject({
      code: 'unsupported',
    });
  });

  it('answers in a thread, but not in one of another channel', async () => {
    const { double, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts() });
    const ts = double.world.channels.get(general)?.messages[0]?.ts ?? '';
    const crewTs = double.world.channels.get('C0CREW0003')?.messages[0]?.ts ?? '';
    const link = (channel: string, at: string) =>
      `https://harbour.slack.com/archives/${channel}/p${at.replace('.', '')}`;
    const reply = { channel: general, text: 'Aye', thread: link(general, ts) };
    expect(await ok('post_message', reply)).toMatchObject({
      link: expect.stringContaining(`thread_ts=${ts}`),
    });
    expect(double.world.channels.get(general)?.messages.at(-1)).toMatchObject({ threadTs: ts });
    expect(await refused('post_message', { ...reply, thread: link('C0CREW0003', crewTs) })).toMatchObject({
      code: 'invalid_arguments',
    });
    expect(await refused('post_message', { ...reply, channel: 'C0CREW0003', thread: crewTs })).toMatchObject({
      code: 'forbidden',
    });
  });

  it('writes to a listed person directly', async () => {
    const { connect } = await startSlack();
    const { ok } = await connect({ argv: posts('U0BEN00002') });
    expect(await ok('post_message', { channel: 'U0BEN00002', text: 'Hi' })).toMatchObject({
      channel: 'D0BENBOT07',
    });
    expect(await ok('post_message', { channel: 'D0BENBOT07', text: 'Hi' })).toMatchObject({
      channel: 'D0BENBOT07',
    });
  });
});

describe('what', () => {
  it('lets no text reach everybody or a group', async () => {
    const { double, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const text = '<!channel> <!here|x> <!everyone> <!subteam^S0PILOTS01> @channel **<!here>** <@U0BEN00002>';
    const answer = await ok('post_message', { channel: general, text });
    expect(answer.defused).toEqual([
      '<!channel>',
      '<!here|x>',
      '<!everyone>',
      '<!subteam^S0PILOTS01>',
      '@channel',
      '<!here>',
    ]);
    const posted = double.world.channels.get(general)?.messages.at(-1);
    expect(posted?.text).not.toContain('<!');
    expect(posted?.text).toContain('&lt;!channel&gt;');
    const types = JSON.stringify(posted?.blocks).match(/"type":"\w+"/g);
    expect(types).not.toContain('"type":"broadcast"');
    expect(types).not.toContain('"type":"usergroup"');
    expect(types).toContain('"type":"user"');
  });

  it('shows where a link goes that says it goes elsewhere, and nothing is fetched to preview it', async () => {
    const { double, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const text =
      'See [bank.example](https://evil.example/?q=secret) and ![x](https://evil.example/pixel.png) [js](javascript:alert)';
    await ok('post_message', { channel: general, text });
    const posted = double.world.channels.get(general)?.messages.at(-1);
    expect(JSON.stringify(posted?.blocks)).toContain(' (https://evil.example/?q=secret)');
    expect(JSON.stringify(posted?.blocks)).not.toContain('"type":"image"');
    expect(JSON.stringify(posted?.blocks)).not.toContain('"url":"javascript:');
    expect(posted?.unfurl).toEqual({ links: false, media: false });
  });

  it('previews without posting', async () => {
    const { double, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const before = double.world.channels.get(general)?.messages.length;
    const answer = await ok('post_message', { channel: general, text: 'Hi <!here>', preview: true });
    expect(answer).toMatchObject({
      name: 'general',
      preview: [{ type: 'rich_text' }],
      defused: ['<!here>'],
    });
    expect(double.world.channels.get(general)?.messages.length).toBe(before);
  });

  it('posts many paragraphs within 50 blocks, and 40,000 characters whole', async () => {
    const { double, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts() });
    const many = Array.from({ length: 200 }, (_, at) => `## Part ${at}\n\nText.\n\n---`).join('\n\n');
    await ok('post_message', { channel: general, text: many });
    expect(double.world.channels.get(general)?.messages.at(-1)?.blocks).toHaveLength(1);
    const long = 'word '.repeat(8_000);
    await ok('post_message', { channel: general, text: long });
    expect(double.world.channels.get(general)?.messages.at(-1)).toMatchObject({
      text: long,
      blocks: undefined,
    });
    expect(await refused('post_message', { channel: general, text: `${long}x` })).toMatchObject({
      code: 'too_large',
    });
  });
});

describe('once', () => {
  it('posts once for a key, also at the same time', async () => {
    const { double, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const before = double.world.channels.get(general)?.messages.length ?? 0;
    const args = { channel: general, text: 'Once', key: 'k-1' };
    const [first, second] = await Promise.all([ok('post_message', args), ok('post_message', args)]);
    expect(second.ts).toBe(first.ts);
    expect(await ok('post_message', args)).toMatchObject({ ts: first.ts, found: expect.any(String) });
    expect(double.world.channels.get(general)?.messages.length).toBe(before + 1);
  });

  it('posts once for a key in a channel where much was said meanwhile, and again in a thread', async () => {
    const { double, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const args = { channel: general, text: 'Once', key: 'k-busy' };
    const { ts } = await ok('post_message', args);
    const channel = double.world.channels.get(general);
    for (let n = 0; n < 150 && channel; n++) {
      addMessage(double.world, channel, { user: 'U0ADA00001', text: `${n}` });
    }
    expect(await ok('post_message', args)).toMatchObject({ ts, found: expect.any(String) });
    expect((await ok('post_message', { ...args, thread: ts })).ts).not.toBe(ts);
  });

  it.each([
    ['a reset', { kind: 'reset', when: 'after' }],
    ['a cut answer', { kind: 'truncate', bytes: 5 }],
    ['a garbled answer', { kind: 'corrupt' }],
  ] as const)('finds the message after %s instead of posting it again', async (_name, fault) => {
    const { double, proxy, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const before = double.world.channels.get(general)?.messages.length ?? 0;
    proxy.script({ ...fault, path: '/api/chat.postMessage' });
    const answer = await ok('post_message', { channel: general, text: 'Once' });
    const { messages = [] } = double.world.channels.get(general) ?? {};
    expect(answer).toMatchObject({ ts: messages.at(-1)?.ts, found: expect.any(String) });
    expect(messages.length).toBe(before + 1);
  });

  it('finds it in a thread too', async () => {
    const { double, proxy, connect } = await startSlack();
    const { ok } = await connect({ argv: posts() });
    const channel = double.world.channels.get(general);
    const thread = channel?.messages[0]?.ts ?? '';
    for (let n = 0; n < 150 && channel; n++) {
      addMessage(double.world, channel, { user: 'U0ADA00001', text: `${n}`, threadTs: thread });
    }
    proxy.script({ kind: 'reset', when: 'after', path: '/api/chat.postMessage' });
    expect(await ok('post_message', { channel: general, text: 'Once', thread })).toMatchObject({
      ts: channel?.messages.at(-1)?.ts,
    });
  });

  it('says that it is unknown where it cannot look, and posts no second one for the same key', async () => {
    const { double, proxy, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts() });
    const args = { channel: general, text: 'Once', key: 'k-2' };
    const before = double.world.channels.get(general)?.messages.length ?? 0;
    await ok('get_channel', { channel: general });
    proxy.script({ kind: 'reset', when: 'after', path: '/api/chat.postMessage' });
    // The look before the post works, the one after does not.
    const history = { path: '/api/conversations.history' } as const;
    proxy.script({ kind: 'delay', ms: 0, ...history }, { kind: 'status', status: 500, times: 3, ...history });
    expect(await refused('post_message', args)).toMatchObject({
      code: 'unavailable',
      message: 'It is unknown whether the message was posted: Slack did not say.',
      next: expect.stringContaining('same key'),
      data: { outcome: 'unknown' },
    });
    expect(await ok('post_message', args)).toMatchObject({ found: expect.any(String) });
    expect(double.world.channels.get(general)?.messages.length).toBe(before + 1);
  });

  it('knows that nothing was posted where Slack cannot be reached', async () => {
    const { double, proxy, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts() });
    await ok('post_message', { channel: general, text: 'First' });
    await proxy.close();
    expect(await refused('post_message', { channel: general, text: 'Second' })).toMatchObject({
      code: 'unavailable',
      message: 'Slack cannot be reached (ECONNREFUSED).',
    });
    expect(double.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });

  it('sends no post again that Slack failed', async () => {
    const { double, proxy, connect } = await startSlack();
    const { refused } = await connect({ argv: posts() });
    proxy.script({ kind: 'status', status: 503, path: '/api/chat.postMessage', times: 5 });
    expect(await refused('post_message', { channel: general, text: 'Once' })).toMatchObject({
      data: { outcome: 'unknown' },
    });
    expect(proxy.seen.filter(({ path }) => path === '/api/chat.postMessage')).toHaveLength(1);
    expect(double.calls.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
  });
});

describe('to whom', () => {
  it('asks before what was read in private is posted to others', async () => {
    const { double, connect } = await startSlack();
    const asked: string[] = [];
    const yes = await connect({
      argv: posts('C0CREW0003'),
      confirms: true,
      asked: (message) => asked.push(message),
    });
    await yes.ok('get_channel_history', { channel: 'C0CREW0003' });
    await yes.ok('post_message', { channel: 'C0CREW0003', text: 'Back where it came from' });
    expect(asked).toEqual([]);
    await yes.ok('post_message', { channel: general, text: 'The pay is late again' });
    expect(asked).toEqual([
      'The assistant has read the private channel #crew, and others read #general. Post to #general all the same?',
    ]);
    const before = double.world.channels.get(general)?.messages.length;
    const no = await connect({ argv: [...posts(), '--read-dms'], confirms: false });
    await no.ok('get_channel_history', { channel: 'D0BENBOT07' });
    expect(await no.refused('post_message', { channel: general, text: '4711' })).toMatchObject({
      code: 'confirmation_declined',
    });
    expect(double.world.channels.get(general)?.messages.length).toBe(before);
  });

  it('posts nothing where nobody can be asked, and says how to allow it', async () => {
    const { connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts() });
    await ok('digest_channels', { channels: ['C0CREW0003'], since: '2025-12-01' });
    expect(await refused('post_message', { channel: general, text: 'x' })).toMatchObject({
      code: 'confirmation_unavailable',
      next: expect.stringContaining('--wider-audience allow'),
    });
    const allowed = await connect({ argv: [...posts(), '--wider-audience', 'allow'] });
    await allowed.ok('get_channel_history', { channel: 'C0CREW0003' });
    await allowed.ok('post_message', { channel: general, text: 'x' });
    const never = await connect({ argv: [...posts(), '--wider-audience', 'refuse'], confirms: true });
    await never.ok('get_channel_history', { channel: 'C0CREW0003' });
    expect(await never.refused('post_message', { channel: general, text: 'x' })).toMatchObject({
      code: 'forbidden',
    });
  });

  it('remembers what a search found in private', async () => {
    const { double, connect } = await startSlack();
    const { ok, refused } = await connect({ argv: posts(), user: double.userToken });
    await ok('search_messages', { query: 'pay' });
    expect(await refused('post_message', { channel: general, text: 'x' })).toMatchObject({
      code: 'confirmation_unavailable',
    });
  });

  it('asks before it posts where other organisations read', async () => {
    const { connect } = await startSlack();
    const asked: string[] = [];
    const { ok } = await connect({
      argv: posts('C0SHARED06'),
      confirms: true,
      asked: (message) => asked.push(message),
    });
    await ok('post_message', { channel: 'C0SHARED06', text: 'Hello' });
    expect(asked).toEqual([
      'People of other organisations read #with-acme (Slack Connect). Post to #with-acme all the same?',
    ]);
  });
});
