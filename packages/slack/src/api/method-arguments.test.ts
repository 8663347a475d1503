import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { encodeArguments } from './method-arguments.ts';
import { methods } from './methods.ts';

/** What Slack's own library sends for a method. */
async function sentByLibrary(method: string, given: Readonly<Record<string, unknown>>) {
  const sent: { url: string; form: readonly (readonly [string, string])[] }[] = [];
  const client = new WebClient('xoxb-1', {
    fetch: async (url, init) => {
      sent.push({ url: String(url), form: [...new URLSearchParams(String(init?.body))] });
      return new Response('{"ok":true}');
    },
  });
  await client.apiCall(method, { ...given });
  return sent[0];
}

describe('a call of the Web API', () => {
  it.each([
    ['conversations.history', { channel: 'C1', limit: 50, inclusive: true, cursor: 'a=b&c+d %' }],
    ['users.list', { cursor: undefined, team_id: null, limit: 0 }],
    [
      'chat.postMessage',
      {
        channel: 'C1',
        text: 'a & b\nü 🙂 <!channel>',
        unfurl_links: false,
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '"x"' } }],
        metadata: { event_type: 'a', event_payload: { key: 'k', n: 1, list: [true, null] } },
      },
    ],
    ['files.completeUploadExternal', { files: [{ id: 'F1', title: '' }], initial_comment: '' }],
    ['auth.test', {}],
  ])('has the form that the library of Slack sends: %s', async (method, given) => {
    const sent = await sentByLibrary(method, given);
    expect(sent?.url).toBe(`https://slack.com/api/${method}`);
    expect([...new URLSearchParams(encodeArguments(given))]).toEqual(sent?.form);
  });

  it.each(Object.keys(methods).filter((name) => name !== 'assistant.search.context'))(
    '%s is a method the library knows',
    (name) => {
      const found = name
        .split('.')
        .reduce<unknown>((at, part) => Reflect.get(Object(at), part), new WebClient());
      expect(found).toBeTypeOf('function');
    },
  );
});
