import { addToken, startSlackDouble } from '@portolan/doubles/slack';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { emulatedScopes, emulatedToken, startEmulatedSlack } from './support/start-emulated-slack.ts';

type Call = (
  method: string,
  args?: Readonly<Record<string, string>>,
) => Promise<Readonly<Record<string, unknown>>>;

const caller =
  (url: string, token: string): Call =>
  async (method, args = {}) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(args),
    });
    return z.record(z.string(), z.unknown()).parse(await response.json());
  };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where two answers have the same field with a value of another kind. */
function differences(ours: unknown, theirs: unknown, path = ''): string[] {
  if (ours == null || theirs == null) return [];
  if (Array.isArray(ours) && Array.isArray(theirs)) return differences(ours[0], theirs[0], `${path}[]`);
  if (isRecord(ours) && isRecord(theirs)) {
    return Object.keys(ours).flatMap((key) => differences(ours[key], theirs[key], `${path}.${key}`));
  }
  return typeof ours === typeof theirs && Array.isArray(ours) === Array.isArray(theirs)
    ? []
    : [`${path}: ${typeof ours}, ${typeof theirs} elsewhere`];
}

/** Plays the same calls and hands each answer on. */
async function play(
  call: Call,
  channel: string,
  see: (name: string, answer: unknown) => void,
): Promise<void> {
  const seen: Call = async (method, args) => {
    const answer = await call(method, args);
    see(`${method} ${Object.keys(args ?? {}).join(' ')}`, answer);
    return answer;
  };
  await call('conversations.join', { channel });
  const { user_id } = await seen('auth.test');
  await seen('conversations.list', { types: 'public_channel' });
  await seen('conversations.info', { channel });
  await seen('conversations.members', { channel, limit: '1' });
  const { ts } = await seen('chat.postMessage', { channel, text: 'One' });
  const message = { channel, ts: String(ts) };
  await seen('chat.postMessage', { channel, text: 'Two', thread_ts: String(ts) });
  await seen('reactions.add', { channel, timestamp: String(ts), name: 'ship' });
  await seen('reactions.add', { channel, timestamp: String(ts), name: 'ship' });
  await seen('conversations.history', { channel, limit: '1' });
  await seen('conversations.replies', message);
  await seen('chat.update', { ...message, text: 'Three' });
  await seen('pins.add', { channel, timestamp: String(ts) });
  await seen('pins.list', { channel });
  await seen('bookmarks.add', {
    channel_id: channel,
    title: 'Map',
    type: 'link',
    link: 'https://map.example',
  });
  await seen('bookmarks.list', { channel_id: channel });
  await seen('reactions.remove', { channel, timestamp: String(ts), name: 'ship' });
  await seen('reactions.remove', { channel, timestamp: String(ts), name: 'ship' });
  await seen('chat.delete', message);
  await seen('chat.delete', message);
  await seen('users.list', { limit: '1' });
  await seen('users.info', { user: String(user_id) });
  await seen('users.info', { user: 'U0NOBODY99' });
  await seen('conversations.info', { channel: 'C0NOWHERE9' });
  await seen('conversations.history', { channel: 'C0NOWHERE9' });
}

it('our double and emulate agree on what succeeds, on the errors, and on the kinds of values', async () => {
  const ours = await startSlackDouble();
  const theirs = await startEmulatedSlack();
  onTestFinished(async () => {
    await ours.close();
    await theirs.close();
  });
  const token = addToken(ours.world, 'xoxb-same-0000000000', 'bot', 'U0BOT00009', emulatedScopes);
  const answers: { name: string; answer: unknown }[] = [];
  await play(caller(ours.url, token), 'C0RANDOM02', (name, answer) => answers.push({ name, answer }));

  const listed = await caller(theirs.url, emulatedToken)('conversations.list');
  const [channel] = z.array(z.looseObject({ id: z.string() })).parse(listed.channels);
  const found: string[] = [];
  let at = 0;
  await play(caller(theirs.url, emulatedToken), channel?.id ?? '', (name, answer) => {
    const mine = answers[at++];
    expect(mine?.name).toBe(name);
    const error = (value: unknown) => (isRecord(value) ? (value.error ?? 'ok') : value);
    if (error(mine?.answer) !== error(answer))
      found.push(`${name}: ${error(mine?.answer)}, ${error(answer)} elsewhere`);
    found.push(...differences(mine?.answer, answer, name));
  });
  expect(at).toBe(answers.length);
  expect(found).toEqual([]);
});
