import { addChannel, addMessage } from '@portolan/doubles/slack';
import { describe, expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

const general = { channel: 'C0GENERAL1' };

describe('a 429', () => {
  it('of one method leaves the others alone, and says when to come back', async () => {
    const { double, connect } = await startSlack();
    double.limits.set('usergroups.list', { perMinute: 0, retryAfter: '40' });
    const { ok, refused } = await connect();
    expect(await refused('list_usergroups')).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 40_000,
      next: expect.stringContaining('other tools go on'),
      data: { method: 'usergroups.list' },
    });
    await ok('list_channels');
    await ok('list_channel_members', general);
    double.clear();
    const again = await refused('list_usergroups');
    expect(again.code).toBe('rate_limited');
    expect(again.retryAfterMs).toBeLessThanOrEqual(40_000);
    expect(double.calls).toEqual([]);
  });

  it.each([undefined, 'soon', '-5', ''])('with Retry-After %o counts as a minute', async (retryAfter) => {
    const { double, connect } = await startSlack();
    double.limits.set('usergroups.list', { perMinute: 0, ...(retryAfter !== undefined && { retryAfter }) });
    const { refused } = await connect();
    expect(await refused('list_usergroups')).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
  });

  it('waits no longer than a day, whatever Slack says', async () => {
    const { double, connect } = await startSlack();
    double.limits.set('usergroups.list', { perMinute: 0, retryAfter: '999999', in200: true });
    const { refused } = await connect();
    expect(await refused('list_usergroups')).toMatchObject({ retryAfterMs: 86_400_000 });
  });

  it('in an `ok: false` with status 200 is one all the same', async () => {
    const { double, connect } = await startSlack();
    double.limits.set('usergroups.list', { perMinute: 0, retryAfter: '30', in200: true });
    const { refused } = await connect();
    expect(await refused('list_usergroups')).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 });
  });

  it('of a post sends it no second time', async () => {
    const { double, connect } = await startSlack();
    double.limits.set('chat.postMessage', { perMinute: 0, retryAfter: '30' });
    const { refused } = await connect({ argv: ['--post-channels', 'C0GENERAL1'] });
    expect(await refused('post_message', { ...general, text: 'x' })).toMatchObject({ code: 'rate_limited' });
    expect(double.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });
});

it('keeps to the tier of a method before Slack has to say so', async () => {
  const { double, connect } = await startSlack();
  const { ok, refused } = await connect();
  for (let call = 0; call < 20; call++) await ok('list_usergroups');
  const error = await refused('list_usergroups');
  expect(error).toMatchObject({
    code: 'rate_limited',
    message: expect.stringContaining('20 × usergroups.list'),
  });
  expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(double.calls.filter(({ method }) => method === 'usergroups.list')).toHaveLength(20);
});

it('posts once a second in a channel, and waits for that itself', async () => {
  const { proxy, connect } = await startSlack();
  const { ok } = await connect({ argv: ['--post-channels', 'C0GENERAL1'] });
  await Promise.all([1, 2, 3].map((n) => ok('post_message', { ...general, text: `${n}` })));
  const [first = 0, , third = 0] = proxy.seen
    .filter(({ path }) => path === '/api/chat.postMessage')
    .map(({ at }) => at);
  // Two waits of a second, less what the way to Slack varies on a busy machine.
  expect(third - first).toBeGreaterThan(1_000);
});

describe('the limit of one call a minute and 15 messages', () => {
  const fill = ({ double }: Awaited<ReturnType<typeof startSlack>>) => {
    const log = addChannel(double.world, { id: 'C0LOG00010', name: 'log', members: ['U0BOT00009'] });
    for (let n = 0; n < 40; n++) addMessage(double.world, log, { user: 'U0BEN00002', text: `${n}` });
  };

  it('is seen in a page that was cut, budgeted and said', async () => {
    const slack = await startSlack();
    fill(slack);
    slack.double.world.restricted = true;
    const { ok, refused } = await slack.connect();
    const first = await ok('get_channel_history', { channel: 'C0LOG00010', limit: 50 });
    expect(first.messages).toHaveLength(15);
    expect(first.note).toContain('once a minute, 15 messages');
    expect(await ok('get_me')).toMatchObject({ rateMode: { restricted: true, how: 'detected' } });
    slack.double.clear();
    expect(await refused('get_channel_history', { channel: 'C0LOG00010' })).toMatchObject({
      code: 'rate_limited',
      message: expect.stringContaining('1 × conversations.history a minute'),
    });
    expect(slack.double.calls.map(({ method }) => method)).not.toContain('conversations.history');
    await ok('get_thread_replies', {
      ...general,
      ts: slack.double.world.channels.get('C0GENERAL1')?.messages[0]?.ts,
    });
  });

  it('is seen in a 429 after few calls', async () => {
    const { double, connect } = await startSlack();
    double.limits.set('conversations.history', { perMinute: 1, retryAfter: '55' });
    const { ok, refused } = await connect();
    await ok('get_channel_history', general);
    expect(await refused('get_channel_history', general)).toMatchObject({
      message: expect.stringContaining('once a minute for this app'),
    });
    expect(await ok('get_me')).toMatchObject({ rateMode: { restricted: true } });
  });

  it('is taken from the setting, and not looked for where the setting says otherwise', async () => {
    const slack = await startSlack();
    fill(slack);
    const told = await slack.connect({ argv: ['--rate-mode', 'restricted'] });
    expect(
      (await told.ok('get_channel_history', { channel: 'C0LOG00010', limit: 50 })).messages,
    ).toHaveLength(15);
    slack.double.world.restricted = true;
    const standard = await slack.connect({ argv: ['--rate-mode', 'standard'] });
    await standard.ok('get_channel_history', { channel: 'C0LOG00010', limit: 50 });
    await standard.ok('get_channel_history', { channel: 'C0LOG00010', limit: 50 });
  });

  it('a digest reads what it can and says what it skipped', async () => {
    const slack = await startSlack();
    fill(slack);
    const { ok } = await slack.connect({ argv: ['--rate-mode', 'restricted'] });
    expect(
      await ok('digest_channels', { channels: ['C0LOG00010', 'C0GENERAL1'], since: '2025-12-01' }),
    ).toMatchObject({
      channels: [{ id: 'C0LOG00010', more: true }],
      skipped: [{ channel: 'C0GENERAL1', retryAfterMs: expect.any(Number) }],
      note: expect.stringContaining('once a minute'),
    });
  });
});
