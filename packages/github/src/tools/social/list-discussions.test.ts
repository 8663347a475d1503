import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { discussion, listOf } from '../../social/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const graphql = /\/graphql$/;

it('lists discussions', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script({ ...json(graphql, listOf(discussion)), times: 2 });
  const { nextCursor, ...answer } = await ok('list_discussions', place);
  expect(answer).toMatchInlineSnapshot(`
    {
      "discussions": [
        {
          "answered": true,
          "association": "MEMBER",
          "author": "ada",
          "category": "Q&A",
          "comments": 2,
          "number": 4,
          "title": "Which rope?",
          "updated": "2026-01-01T00:00:00Z",
        },
      ],
      "untrusted": [
        "title",
        "category",
      ],
    }
  `);
  await ok('list_discussions', { ...place, after: nextCursor });
  expect(proxy.seen.map(({ body }) => JSON.parse(body).variables.after)).toEqual([null, 'c1']);
});

it('says that there is no such repository, and in lockdown shows no strangers', async () => {
  const { ok, refused, proxy } = await connectBehindProxy({}, { argv: ['--lockdown'] });
  proxy.script(json(graphql, { data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] }));
  expect(await refused('list_discussions', place)).toMatchObject({ code: 'not_found' });
  proxy.script(json(graphql, listOf(discussion)));
  expect(await ok('list_discussions', place)).toMatchObject({ discussions: [] });
});
