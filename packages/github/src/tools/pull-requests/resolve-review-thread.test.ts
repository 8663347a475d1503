import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', threadID: 'PRRT_kwDOx' };
const graphql = /\/graphql$/;
const thread = (isResolved: boolean, nameWithOwner = 'octo/harbour') =>
  json(graphql, {
    data: { node: { isResolved, pullRequest: { number: 1, repository: { nameWithOwner } } } },
  });
const changed = (isResolved: boolean) => json(graphql, { data: { changed: { thread: { isResolved } } } });

it('resolves a thread, and opens it again', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(thread(false), changed(true));
  expect(await ok('resolve_review_thread', which)).toEqual({ resolved: true });
  proxy.script(thread(true), changed(false));
  expect(await ok('resolve_review_thread', { ...which, resolved: false })).toEqual({ resolved: false });
  expect(
    proxy.seen
      .filter(({ body }) => body.includes('mutation'))
      .map(({ body }) => /\w*esolveReviewThread/.exec(body)?.[0]),
  ).toEqual(['resolveReviewThread', 'unresolveReviewThread']);
});

it('changes nothing where it is so already, and is sent again where the answer is lost', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(thread(true));
  expect(await ok('resolve_review_thread', which)).toEqual({ resolved: true });
  expect(proxy.seen).toHaveLength(1);
  proxy.script(thread(false), { kind: 'reset', when: 'before', path: graphql }, changed(true));
  expect(await ok('resolve_review_thread', which)).toEqual({ resolved: true });
});

it('refuses a thread of another repository', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(thread(false, 'octo/secret'));
  expect(await refused('resolve_review_thread', which)).toMatchObject({ code: 'not_found' });
  expect(await refused('resolve_review_thread', { ...which, threadID: '"}) {' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
