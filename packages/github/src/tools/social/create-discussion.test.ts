import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const wanted = { ...place, category: 'q&a', title: 'Which rope?', body: 'Hemp or nylon?' };

it('starts a discussion in the category of a name, in any case', async () => {
  const { ok, double } = await connectBehindProxy();
  expect(await ok('create_discussion', wanted)).toEqual({
    number: 1,
    url: `${double.url}/octo/harbour/discussions/1`,
  });
  expect(await ok('get_discussion', { ...place, discussionNumber: 1 })).toMatchObject({
    discussion: { title: 'Which rope?', body: 'Hemp or nylon?', category: 'Q&A' },
  });
});

it('names the categories there are', async () => {
  const { refused } = await connectBehindProxy();
  expect(await refused('create_discussion', { ...wanted, category: 'Gossip' })).toMatchObject({
    code: 'not_found',
    next: 'Use one of data.categories.',
    data: { categories: ['General', 'Q&A', 'Ideas'] },
  });
});

it('says where discussions are switched off', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const off = {
    repository: { nameWithOwner: 'octo/harbour', id: 'R_1', discussionCategories: { nodes: [] } },
  };
  proxy.script({ kind: 'status', status: 200, path: /\/graphql$/, body: JSON.stringify({ data: off }) });
  expect(await refused('create_discussion', wanted)).toMatchObject({
    code: 'not_found',
    next: expect.stringContaining('switched off'),
  });
});

it('sends no second one where the answer is lost', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const categories = { nodes: [{ id: 'DIC_1', name: 'Q&A' }] };
  const found = {
    repository: { nameWithOwner: 'octo/harbour', id: 'R_1', discussionCategories: categories },
  };
  proxy.script(
    { kind: 'status', status: 200, path: /\/graphql$/, body: JSON.stringify({ data: found }) },
    { kind: 'status', status: 502, path: /\/graphql$/ },
  );
  expect(await refused('create_discussion', wanted)).toMatchObject({
    data: { outcome: 'unknown' },
    next: expect.stringContaining('list_discussions'),
  });
  expect(proxy.seen.filter(({ body }) => body.includes('mutation'))).toHaveLength(1);
});

it.each([{ title: '  ' }, { body: '' }, { title: 'x'.repeat(257) }])('takes no %j', async (wrong) => {
  const { refused, double } = await connectBehindProxy();
  expect(await refused('create_discussion', { ...wanted, ...wrong })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(double.requests).toEqual([]);
});
