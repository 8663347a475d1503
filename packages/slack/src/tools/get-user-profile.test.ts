import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('describes one person', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('get_user_profile', { user: 'U0ADA00001' })).toMatchInlineSnapshot(`
    {
      "admin": true,
      "email": "ada@harbour.example",
      "handle": "ada",
      "id": "U0ADA00001",
      "name": "ada",
      "timeZone": "Europe/Amsterdam",
      "title": "Harbour master",
      "untrusted": [
        "name",
        "handle",
        "title",
        "status",
      ],
    }
  `);
});

it('says where to look for people', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('get_user_profile', { user: 'U0NOBODY99' })).toMatchObject({
    code: 'not_found',
    next: expect.stringContaining('search_users'),
  });
});
