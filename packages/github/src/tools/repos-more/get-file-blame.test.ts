import { expect, it } from 'vitest';
import { connectBehindProxy, connectHarbour } from '../../test-support.ts';

const commits = [
  { message: 'One', files: { 'a.ts': 'one\ntwo\nthree\n' } },
  { message: 'Two', author: 'ada', files: { 'a.ts': 'one\nTWO\nthree\n' } },
];
const file = { owner: 'octo', repo: 'harbour', path: 'a.ts', ref: 'main' };

it('says who changed which lines last', async () => {
  const { ok } = await connectHarbour({ commits });
  expect(await ok('get_file_blame', file)).toMatchInlineSnapshot(`
    {
      "ranges": [
        {
          "author": "octo",
          "date": "2026-01-01T00:00:02Z",
          "from": 1,
          "message": "One",
          "sha": "17945eb12b92913d0ace7952dc74268a497c7cb0",
          "to": 1,
        },
        {
          "author": "ada",
          "date": "2026-01-01T00:00:03Z",
          "from": 2,
          "message": "Two",
          "sha": "268615bdaeb7334e56e50eedbf519e4947a00097",
          "to": 2,
        },
        {
          "author": "octo",
          "date": "2026-01-01T00:00:02Z",
          "from": 3,
          "message": "One",
          "sha": "17945eb12b92913d0ace7952dc74268a497c7cb0",
          "to": 3,
        },
      ],
      "untrusted": [
        "message",
        "author",
      ],
    }
  `);
  expect(await ok('get_file_blame', { ...file, startLine: 2, endLine: 2 })).toMatchObject({
    ranges: [{ from: 2, to: 2, author: 'ada' }],
  });
});

it('says that there is no such repository, ref or file', async () => {
  const { refused } = await connectHarbour({ commits });
  expect(await refused('get_file_blame', { ...file, repo: 'x' })).toMatchObject({ code: 'not_found' });
  expect(await refused('get_file_blame', { ...file, ref: 'x' })).toMatchObject({ code: 'not_found' });
});

const graphql = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  ({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    path: '/graphql',
  }) as const;

it('finds a limit inside a GraphQL answer that looks like a success', async () => {
  const { refused, proxy } = await connectBehindProxy({ commits });
  const reset = String(Math.floor(Date.now() / 1000) + 1_800);
  const budget = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': reset,
    'x-ratelimit-resource': 'graphql',
  };
  proxy.script(graphql({ errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, budget));
  const error = await refused('get_file_blame', file);
  expect(error).toMatchObject({ code: 'rate_limited', data: { budget: { resource: 'graphql' } } });
  expect(error.retryAfterMs).toBeGreaterThan(1_700_000);
});

it('takes a part of the data for an error where it needs the whole', async () => {
  const { refused, proxy } = await connectBehindProxy({ commits });
  const data = { repository: null };
  proxy.script(
    graphql({ data, errors: [{ type: 'FORBIDDEN', message: 'Resource\u{202e} not accessible' }] }),
  );
  expect(await refused('get_file_blame', file)).toMatchObject({
    code: 'permission_denied',
    data: { types: ['FORBIDDEN'], untrustedUpstreamText: 'Resource  not accessible' },
  });
  proxy.script(graphql({ data: { repository: { object: { blame: 1 } } } }));
  expect(await refused('get_file_blame', file)).toMatchObject({ code: 'upstream_error' });
});

it('asks again after a failure: a query changes nothing', async () => {
  const { ok, proxy } = await connectBehindProxy({ commits });
  proxy.script({ kind: 'status', status: 502, path: '/graphql' });
  await ok('get_file_blame', file);
  expect(proxy.seen).toHaveLength(2);
});
