import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('describes a channel with its pins, bookmarks and canvas', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('get_channel', { channel: '#general' })).toMatchInlineSnapshot(`
    {
      "bookmarks": [
        {
          "id": "Bk00000001",
          "link": "https://tides.example",
          "title": "Tides",
        },
      ],
      "canvas": "F0CANVAS01",
      "created": "2026-01-01T00:00:00.000Z",
      "id": "C0GENERAL1",
      "kind": "public",
      "link": "https://harbour.slack.com/archives/C0GENERAL1",
      "member": true,
      "members": 3,
      "name": "general",
      "pins": [
        {
          "name": "ada",
          "text": "High water at *06:12*, see the table (https://tides.example/today). @ben takes the <Aurora>.",
          "ts": "1767225660.000001",
          "user": "U0ADA00001",
        },
      ],
      "purpose": "Company-wide",
      "topic": "Everything @ada says",
      "untrusted": [
        "name",
        "topic",
        "purpose",
        "formerNames",
        "pins[].text",
        "bookmarks[].title",
        "bookmarks[].link",
      ],
    }
  `);
});

it('leaves out what the token has no scope for, and says so', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('pins:read');
  const { ok } = await connect();
  const answer = await ok('get_channel', { channel: 'C0GENERAL1' });
  expect(answer.pins).toBeUndefined();
  expect(answer.missing).toEqual(['pins: The token lacks the scope pins:read, which pins.list needs.']);
});

it('does not tell of a private channel that the app is not in', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('get_channel', { channel: 'C0SECRET04' })).toMatchObject({
    code: 'not_found',
    next: expect.stringContaining('invite the app'),
  });
});
