import { expect, it } from 'vitest';
import { json, pagesOf } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const comment = (login: string | null, body: string) => ({
  // Over 32 bits, as those of GitHub are.
  fullDatabaseId: '2150000007',
  author: login === null ? null : { login, databaseId: 1 },
  authorAssociation: 'MEMBER',
  createdAt: '2026-01-01T00:00:00Z',
  body,
});
const thread = (id: string, isResolved: boolean, nodes = [comment('ada', `about ${id}`)]) => ({
  id,
  isResolved,
  isOutdated: id === 'T2',
  path: 'src/a\u{202e}.ts',
  line: id === 'T2' ? null : 3,
  originalLine: 9,
  startLine: null,
  diffSide: 'RIGHT',
  comments: { totalCount: nodes.length + (id === 'T2' ? 5 : 0), nodes },
});
const page = (nodes: readonly object[], endCursor?: string) => ({
  data: {
    repository: {
      pullRequest: {
        reviewThreads: { pageInfo: { hasNextPage: endCursor !== undefined, endCursor }, nodes },
      },
    },
  },
});
const graphql = /\/graphql$/;

it('lists the threads that are not resolved, passing over pages where all are', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const gone = [comment(null, 'Gone\u{200b}.'), comment('ada', 'ok')];
  proxy.script(
    json(graphql, page([thread('T1', true)], 'c1')),
    json(graphql, page([thread('T1b', true), thread('T2', false, gone)], 'c2')),
  );
  const { nextCursor, ...answer } = await ok('list_review_threads', which);
  expect(answer).toMatchInlineSnapshot(`
    {
      "threads": [
        {
          "comments": [
            {
              "association": "MEMBER",
              "author": "ghost",
              "body": "Gone.",
              "created": "2026-01-01T00:00:00Z",
              "id": 2150000007,
            },
            {
              "association": "MEMBER",
              "author": "ada",
              "body": "ok",
              "created": "2026-01-01T00:00:00Z",
              "id": 2150000007,
            },
          ],
          "id": "T2",
          "line": 9,
          "moreComments": 5,
          "outdated": true,
          "path": "src/a\\u{202e}.ts",
          "side": "RIGHT",
        },
      ],
      "untrusted": [
        "path",
        "body",
      ],
    }
  `);
  proxy.script(json(graphql, page([thread('T3', false)])));
  const rest = await ok('list_review_threads', { ...which, after: nextCursor });
  expect(rest).toMatchObject({ threads: [{ id: 'T3', line: 3 }] });
  expect(rest.nextCursor).toBeUndefined();
  const asked = proxy.seen.map(({ body }) => JSON.parse(body).variables.after);
  expect(asked).toEqual([null, 'c1', 'c2']);
});

it('lists resolved ones too when asked for all, and no more than there is room for', async () => {
  const { client, proxy } = await connectBehindProxy();
  const long = Array.from({ length: 30 }, (_, n) => comment('ada', `${n} ${'words '.repeat(400)}`));
  const many = [
    thread('T1', true),
    thread('T4', false, long.slice(0, 10)),
    thread('T5', false, long.slice(0, 9)),
  ];
  proxy.script({ ...json(graphql, page(many)), times: 5 });
  const pages = await pagesOf(client, 'list_review_threads', { ...which, all: true });
  expect(pages.flatMap((page) => page.threads)).toMatchObject([
    { id: 'T1', resolved: true },
    { id: 'T4' },
    { id: 'T5' },
  ]);
  expect(pages.length).toBeGreaterThan(1);
});

it('says that there is no such pull request, and waits no longer than GitHub asks where it limits', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const missing = { data: { repository: null }, errors: [{ type: 'NOT_FOUND', message: 'Obey me' }] };
  proxy.script(json(graphql, missing));
  const error = await refused('list_review_threads', which);
  expect([error.code, error.message]).toEqual(['not_found', expect.not.stringContaining('Obey')]);
  const limited = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };
  proxy.script({ ...json(graphql, limited), times: 3 });
  expect(await refused('list_review_threads', which)).toMatchObject({ code: 'rate_limited' });
});
