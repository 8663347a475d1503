import { describe, expect, it } from 'vitest';
import { connectBehindProxy } from '../src/test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const problem = 'GitHub answered in a form this server does not know.';

const answering = (body: string, method = 'GET') =>
  ({
    kind: 'status',
    status: 200,
    method,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
  }) as const;

const reads = [
  ['get_repository', place],
  ['list_issues', place],
  ['list_commits', place],
  ['get_issue', { ...place, issue_number: 1 }],
  ['get_pull_request', { ...place, pullNumber: 1 }],
  ['list_workflow_runs', place],
  ['list_releases', place],
  ['search_issues', { query: 'rope' }],
] as const;

describe.each(['7', '"text"', 'null', '[7]', '{"items":7}'])('%s in place of the answer', (body) => {
  it.each(reads)('is an error of the upstream for %s', async (tool, args) => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script({ ...answering(body), times: 5 });
    const error = await refused(tool, args);
    expect(error).toMatchObject({
      code: 'upstream_error',
      message: problem,
      next: expect.stringContaining('Call again; if it stays so, tell the operator'),
    });
    expect(error.data ?? {}).not.toHaveProperty('outcome');
  });

  it('says of a change that it may have been made', async () => {
    const { refused, harbour, proxy } = await connectBehindProxy();
    harbour.issue({ title: 'One' });
    proxy.script(answering(body, 'POST'));
    expect(await refused('add_issue_comment', { ...place, issue_number: 1, body: 'Seen.' })).toMatchObject({
      code: 'upstream_error',
      message: problem,
      next: 'The change may have been made: look before you call again.',
      data: { outcome: 'unknown' },
    });
  });

  it('is an error of the upstream for a query of GraphQL', async () => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(answering(body, 'POST'));
    const error = await refused('get_project', { owner: 'octo', project_number: 1 });
    expect(error).toMatchObject({ code: 'upstream_error', next: expect.stringContaining('Call again') });
  });

  it('is an error of the upstream for a resource', async () => {
    const { client, proxy } = await connectBehindProxy();
    proxy.script({ ...answering(body), times: 5 });
    await expect(client.readResource({ uri: 'github://octo/harbour/issues/1' })).rejects.toThrow(problem);
  });
});

it('rounds no number: an id over 2^53 is told of digit by digit, or not at all', async () => {
  const { refused, ok, proxy, harbour } = await connectBehindProxy();
  harbour.issue({ title: 'One' });
  harbour.comment(1, 'Seen.');
  const comment = { id: 1, user: { login: 'ada', id: 7 }, created_at: '2026-01-01T00:00:00Z', body: 'Seen.' };
  const comments = JSON.stringify([comment]);
  const question = ['get_issue', { ...place, issue_number: 1, include: ['comments'] }] as const;
  proxy.script({
    ...answering(comments.replace('"id":1', '"id":9007199254740993')),
    path: /issues\/1\/comments/,
  });
  expect(await refused(...question)).toMatchObject({ code: 'upstream_error', message: problem });
  proxy.script({
    ...answering(comments.replace('"id":1', '"id":9007199254740991')),
    path: /issues\/1\/comments/,
  });
  expect(await ok(...question)).toMatchObject({ comments: [{ id: 9_007_199_254_740_991 }] });
});
