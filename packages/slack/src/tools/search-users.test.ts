import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('finds people by a part of their name or title', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('search_users', { query: 'MASTER' })).toMatchInlineSnapshot(`
    {
      "looked": 4,
      "untrusted": [
        "users[].name",
        "users[].title",
        "users[].status",
      ],
      "users": [
        {
          "email": "ada@harbour.example",
          "handle": "ada",
          "id": "U0ADA00001",
          "name": "ada",
          "timeZone": "Europe/Amsterdam",
          "title": "Harbour master",
        },
      ],
    }
  `);
});

it('finds one by e-mail, and nobody where there is nobody', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect((await ok('search_users', { query: 'ben@harbour.example' })).users).toMatchObject([
    { id: 'U0BEN00002' },
  ]);
  expect((await ok('search_users', { query: 'nobody@harbour.example' })).users).toEqual([]);
});

it('leaves out the deactivated unless asked', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect((await ok('search_users', { query: 'cy' })).users).toEqual([]);
  expect((await ok('search_users', { query: 'cy', deactivated: true })).users).toMatchObject([
    { deactivated: true },
  ]);
});

it('names the scope that e-mail needs', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('users:read.email');
  const { refused } = await connect();
  expect(await refused('search_users', { query: 'ben@harbour.example' })).toMatchObject({
    data: { needed: ['users:read.email'] },
  });
});
