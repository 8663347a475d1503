import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const commits = [{ message: 'Mend', files: { a: 'a' } }];

it('changes what is given, and makes a draft ready', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  harbour.pull({ title: 'Mend', body: 'kept', head: 'mend', commits, draft: true });
  const changed = { data: { changed: { pullRequest: { isDraft: false } } } };
  proxy.script(json(/graphql/, changed));
  const answer = await ok('update_pull_request', {
    ...which,
    title: 'Mended',
    state: 'closed',
    draft: false,
  });
  expect(answer).toEqual({ number: 1, state: 'closed', draft: false, updated: expect.any(String) });
  expect(proxy.seen.find(({ path }) => path === '/graphql')?.body).toContain('markPullRequestReadyForReview');
  const { pullRequest } = await ok('get_pull_request', which);
  expect(pullRequest).toMatchObject({ title: 'Mended', body: 'kept', state: 'closed' });
});

it('says that it is not there', async () => {
  const { refused } = await connectBehindProxy();
  expect(await refused('update_pull_request', { ...which, title: 'x' })).toMatchObject({ code: 'not_found' });
});
