import { describe, expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

const general = { channel: 'C0GENERAL1' };
const page = '<!DOCTYPE html><html><body>Maintenance <b>xoxb-1111111111-abcdefghijklmnop</b></body></html>';

describe('reads', () => {
  it.each([
    ['500', { kind: 'status', status: 500 }],
    ['503 with a page', { kind: 'status', status: 503, body: page }],
    ['a reset before', { kind: 'reset', when: 'before' }],
    ['a reset after', { kind: 'reset', when: 'after' }],
    ['truncated JSON', { kind: 'truncate', bytes: 20 }],
  ] as const)('go on after %s', async (_name, fault) => {
    const { proxy, connect } = await startSlack();
    const { ok } = await connect();
    proxy.script({ ...fault, path: '/api/usergroups.list' });
    expect((await ok('list_usergroups')).groups).toMatchObject([{ handle: 'pilots' }]);
  });

  it.each([
    ['500', { kind: 'status', status: 500, body: page }, 'upstream_error'],
    ['503', { kind: 'status', status: 503, body: page }, 'unavailable'],
    [
      'a page with 200',
      { kind: 'status', status: 200, body: page, headers: { 'content-type': 'text/html' } },
      'upstream_error',
    ],
    ['JSON that ends early', { kind: 'status', status: 200, body: '{"ok":true,"usergro' }, 'upstream_error'],
    ['garbled bytes', { kind: 'corrupt' }, 'upstream_error'],
    [
      'JSON of another form',
      { kind: 'status', status: 200, body: '{"ok":true,"usergroups":7}' },
      'upstream_error',
    ],
    ['null', { kind: 'status', status: 200, body: 'null' }, 'upstream_error'],
    [
      'a redirect elsewhere',
      { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } },
      'upstream_error',
    ],
    ['no connection', { kind: 'reset', when: 'before' }, 'unavailable'],
    ['an answer without end', { kind: 'endless' }, 'too_large'],
  ] as const)('end in a clear error after %s that stays', async (_name, fault, code) => {
    const { proxy, connect } = await startSlack();
    const { refused, raw } = await connect();
    proxy.script({ ...fault, path: '/api/usergroups.list', times: 10 });
    const error = await refused('list_usergroups');
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z].{10,120}\.$/);
    expect(error.message).not.toContain('Maintenance');
    expect(await raw('list_usergroups')).not.toContain('abcdefghijklmnop');
  });
});

it.each(['7', '"text"', '[7]', 'null', '{"ok":true,"channel":7}', '{"ok":"yes"}'])(
  'says what to do about %s in place of the answer, and of a change that it may have been made',
  async (body) => {
    const { proxy, connect } = await startSlack();
    const { refused } = await connect({ argv: ['--post-channels', 'C0GENERAL1', '--yes'] });
    const other = { kind: 'status', status: 200, body } as const;
    proxy.script({ ...other, path: '/api/conversations.info' });
    expect(await refused('get_channel', general)).toMatchObject({
      code: 'upstream_error',
      next: expect.stringContaining('Call again; if it stays so, tell the operator'),
    });
    proxy.script({ ...other, path: '/api/reactions.add' });
    const reaction = { ...general, ts: '1767225660.000001', name: 'anchor' };
    // What says `ok` was done, whatever else it says.
    if (body !== '{"ok":true,"channel":7}') {
      expect(await refused('add_reaction', reaction)).toMatchObject({
        code: 'upstream_error',
        next: 'The change may have been made: look before you call again.',
        data: { outcome: 'unknown' },
      });
    }
  },
);

it('rounds no number of an answer', async () => {
  const { proxy, connect } = await startSlack();
  const { ok, refused } = await connect();
  const files = (size: string) =>
    `{"ok":true,"files":[{"id":"F0TIDES001","name":"tides.csv","mimetype":"text/csv","channels":["C0GENERAL1"],"size":${size}}]}`;
  const scripted = (size: string) =>
    proxy.script({ kind: 'status', status: 200, body: files(size), path: '/api/files.list' });
  scripted('9007199254740991');
  expect((await ok('list_files')).files).toMatchObject([{ size: 9_007_199_254_740_991 }]);
  scripted('9007199254740993');
  expect(await refused('list_files')).toMatchObject({ code: 'upstream_error' });
});

it('leaves a hanging call at once when it is cancelled', async () => {
  const { proxy, connect } = await startSlack();
  const { client, ok } = await connect();
  proxy.script({ kind: 'hang', path: '/api/usergroups.list', times: 5 });
  const controller = new AbortController();
  const call = client.callTool({ name: 'list_usergroups', arguments: {} }, { signal: controller.signal });
  const refused = expect(call).rejects.toThrow();
  await expect.poll(() => proxy.waiting).toHaveLength(1);
  controller.abort('enough');
  await refused;
  // What hung takes no room of what comes after.
  await ok('list_channels');
});

it.each([
  ['a repeating cursor', 'next:1'],
  ['an endless row of cursors', undefined],
])('comes to an end with %s', async (_name, fixed) => {
  const { proxy, connect } = await startSlack();
  const { ok } = await connect();
  for (let number = 0; number < 30; number++) {
    const next_cursor = fixed ?? `c${number}`;
    const body = JSON.stringify({ ok: true, members: [], response_metadata: { next_cursor } });
    proxy.script({ kind: 'status', status: 200, body, path: '/api/users.list' });
  }
  const answer = await ok('search_users', { query: 'nobody' });
  expect(answer.users).toEqual([]);
  const calls = proxy.seen.filter(({ path }) => path === '/api/users.list').length;
  expect(calls).toBe(fixed === undefined ? 5 : 2);
  expect(answer.nextCursor === undefined).toBe(fixed !== undefined);
  if (fixed !== undefined) expect(answer.note).toContain('may be incomplete');
});

it('takes an empty cursor for the end, whatever has_more says', async () => {
  const { proxy, connect } = await startSlack();
  const { ok } = await connect();
  const body = JSON.stringify({
    ok: true,
    messages: [],
    has_more: true,
    response_metadata: { next_cursor: '' },
  });
  proxy.script({ kind: 'status', status: 200, body, path: '/api/conversations.history' });
  expect((await ok('get_channel_history', general)).nextCursor).toBeUndefined();
});

describe('channels', () => {
  it('names both channels of one name', async () => {
    const { double, connect } = await startSlack();
    const twin = double.world.channels.get('C0SHARED06');
    if (twin) twin.name = 'general';
    const { refused } = await connect();
    expect(await refused('get_channel_history', { channel: '#general' })).toMatchObject({
      code: 'ambiguous',
      data: { channels: ['C0GENERAL1', 'C0SHARED06'] },
    });
  });

  it('finds what a channel is called now', async () => {
    const { double, connect } = await startSlack();
    const channel = double.world.channels.get('C0GENERAL1');
    channel?.previousNames.push('general');
    if (channel) channel.name = 'everyone';
    const { refused } = await connect();
    expect(await refused('get_channel_history', { channel: '#general' })).toMatchObject({
      code: 'not_found',
      next: expect.stringContaining('C0GENERAL1'),
    });
  });

  it('reads an archived one, and tells nothing of one that is hidden', async () => {
    const { connect } = await startSlack();
    const { ok, refused } = await connect();
    await ok('get_channel_history', { channel: 'C0OLD00005' });
    const hidden = await refused('get_channel_history', { channel: 'C0SECRET04' });
    const missing = await refused('get_channel_history', { channel: 'C0NOWHERE9' });
    expect({ ...hidden, traceId: '' }).toEqual({ ...missing, traceId: '' });
  });
});
