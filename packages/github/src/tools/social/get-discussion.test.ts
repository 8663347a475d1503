import { expect, it } from 'vitest';
import { json, pagesOf } from '../../faults/test-support.ts';
import { comment, withComments } from '../../social/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', discussionNumber: 4 };
const graphql = /\/graphql$/;

it('gives a discussion with comments and replies', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(json(graphql, withComments(comment('DC_1', 'Nylon.'))));
  expect(await ok('get_discussion', which)).toMatchInlineSnapshot(`
    {
      "comments": [
        {
          "answer": true,
          "association": "MEMBER",
          "author": "ada",
          "body": "Nylon.",
          "created": "2026-01-01T00:00:01Z",
          "id": "DC_1",
          "moreReplies": 20,
          "replies": [
            {
              "author": "ghost",
              "body": "Yes.",
              "created": "2026-01-01T00:00:02Z",
              "id": "DC_2",
            },
          ],
        },
      ],
      "discussion": {
        "answered": true,
        "association": "MEMBER",
        "author": "ada",
        "body": "Hemp or nylon?",
        "category": "Q&A",
        "comments": 2,
        "number": 4,
        "title": "Which rope?",
        "updated": "2026-01-01T00:00:00Z",
      },
      "untrusted": [
        "title",
        "category",
        "body",
      ],
    }
  `);
});

it('gives long ones in parts', async () => {
  const { client, proxy } = await connectBehindProxy();
  const long = Array.from({ length: 20 }, (_, n) => comment(`DC_${n}`, 'words '.repeat(400)));
  proxy.script({ ...json(graphql, withComments(...long)), times: 9 });
  const pages = await pagesOf(client, 'get_discussion', which);
  expect(pages.flatMap((page) => page.comments)).toHaveLength(20);
});

it('says that there is none, and in lockdown refuses one of a stranger', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { argv: ['--lockdown'] });
  const none = { data: { repository: { discussion: null } }, errors: [{ type: 'NOT_FOUND' }] };
  proxy.script(json(graphql, none), json(graphql, withComments()));
  expect(await refused('get_discussion', which)).toMatchObject({ code: 'not_found' });
  expect(await refused('get_discussion', which)).toMatchObject({ code: 'forbidden' });
});
