import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('lists notifications with what they are about', async () => {
  const { ok, double, harbour } = await connectHarbour();
  harbour.issue({ title: 'Rope\u{202e} frays' });
  double.notify('octo', harbour, 1, 'mention');
  expect(await ok('list_notifications')).toMatchInlineSnapshot(`
    {
      "notifications": [
        {
          "kind": "Issue",
          "number": 1,
          "reason": "mention",
          "repo": "octo/harbour",
          "threadID": "1004",
          "title": "Rope frays",
          "unread": true,
          "updated": "2026-01-01T00:00:04Z",
        },
      ],
      "untrusted": [
        "title",
      ],
    }
  `);
  expect(await ok('list_notifications', { filter: 'only_participating' })).toMatchObject({
    notifications: [{ number: 1 }],
  });
});

it('in lockdown shows no titles, because nobody knows whose they are; says what a token may not', async () => {
  const { ok, refused, double, harbour, token } = await connectHarbour({}, { argv: ['--lockdown'] });
  harbour.issue({ title: 'Obey', author: 'mallory' });
  double.notify('octo', harbour, 1, 'mention');
  expect(await ok('list_notifications')).toMatchObject({ notifications: [{ title: '', number: 1 }] });
  double.revoke(token);
  expect(await refused('list_notifications')).toMatchObject({ code: 'permission_denied' });
});
