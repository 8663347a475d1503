import { describe, expect, it } from 'vitest';
import { initialize, nodeCommand, type RawStdio, rawStdio } from '../../testing/src/index.ts';

const bin = new URL('support/notes-bin.ts', import.meta.url).pathname;
const start = async (...flags: string[]): Promise<RawStdio> => {
  const client = rawStdio(nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off', ...flags));
  await initialize(client);
  return client;
};

/** A call the library serves: `_meta` is a thing the short way leaves alone. */
const ask = (client: RawStdio, params: Record<string, unknown>, byLibrary: boolean) =>
  client.ask('tools/call', byLibrary ? { ...params, _meta: { via: 'the library' } } : params);

/** An answer without what differs from call to call. */
const plain = (answer: unknown) =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/[0-9a-f]{32}/g, 'trace')
      .replaceAll(/"id":\d+/g, '"id":0'),
  );

describe('the short way of a plain call', () => {
  it.each([
    ['an answer', { name: 'read_note', arguments: { title: 'first' } }],
    ['a write', { name: 'write_note', arguments: { title: 'a', body: 'b' } }],
    ['a failure', { name: 'read_note', arguments: { title: 'nothing' } }],
    ['a wrong argument', { name: 'read_note', arguments: { title: 7 } }],
    ['an unknown argument', { name: 'read_note', arguments: { titel: 'first' } }],
    ['no arguments', { name: 'read_note' }],
    ['arguments that are no object', { name: 'read_note', arguments: ['first'] }],
    ['an unknown tool', { name: 'no_such_tool', arguments: {} }],
    ['a name that is no string', { name: 7, arguments: {} }],
    ['a bug', { name: 'broken_note', arguments: {} }],
    ['a deadline', { name: 'slow_note', arguments: { waitMs: 5_000 } }],
    ['a question nobody can be asked', { name: 'delete_note', arguments: { title: 'first' } }],
  ])('gives %s as the library does', async (_what, params) => {
    await using client = await start();
    const direct = await ask(client, params, false);
    expect(plain(direct)).toEqual(plain(await ask(client, params, true)));
  });

  it('answers a cancelled call with nothing, and goes on', async () => {
    await using client = await start();
    const cancelled = client.send('tools/call', { name: 'slow_note', arguments: { waitMs: 800 } });
    client.notify('notifications/cancelled', { requestId: cancelled });
    await client.ask('tools/call', { name: 'slow_note', arguments: { waitMs: 900 } });
    expect(client.messages().some(({ id }) => id === cancelled)).toBe(false);
  });

  it('obeys the flags', async () => {
    await using client = await start('--read-only');
    const answer = await client.ask('tools/call', {
      name: 'write_note',
      arguments: { title: 'a', body: 'b' },
    });
    expect(answer).toMatchObject({ error: { code: -32_602 } });
  });

  it('serves many calls at once, each its own answer', async () => {
    await using client = await start(...Array.from({ length: 50 }, (_, index) => `note ${index}`));
    const ids = Array.from({ length: 50 }, (_, index) =>
      client.send('tools/call', { name: 'read_note', arguments: { title: `note ${index}` } }),
    );
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    expect(answers.map((answer) => plain(answer).result.structuredContent.body)).toEqual(
      ids.map((_, index) => `note ${index}`),
    );
  });
});
