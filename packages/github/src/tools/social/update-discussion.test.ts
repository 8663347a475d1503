import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const discussion = { ...place, discussionNumber: 1 };

async function withDiscussion() {
  const connected = await connectBehindProxy({}, { confirms: true });
  const { harbour, ok } = connected;
  const asked = { title: 'Which rope?', body: 'Hemp?', category: 'Q&A', comments: ['Nylon.'] } as const;
  harbour.discussion(asked);
  harbour.discussion({ ...asked, title: 'Which mast?' });
  const commentOf = async (discussionNumber: number) => {
    const { comments } = await ok('get_discussion', { ...place, discussionNumber });
    return Array.isArray(comments) ? comments[0]?.id : undefined;
  };
  return { ...connected, commentOf };
}

it('changes what is given and leaves the rest', async () => {
  const { ok } = await withDiscussion();
  expect(await ok('update_discussion', { ...discussion, title: 'Which line?', category: 'Ideas' })).toEqual({
    number: 1,
    state: 'open',
    answered: false,
  });
  expect(await ok('get_discussion', discussion)).toMatchObject({
    discussion: { title: 'Which line?', body: 'Hemp?', category: 'Ideas' },
  });
});

it('marks the answer and takes it back, closes with a reason and opens again', async () => {
  const { ok, proxy, commentOf } = await withDiscussion();
  const answer = await commentOf(1);
  const closing = { ...discussion, answer, state: 'closed', reason: 'outdated' };
  expect(await ok('update_discussion', closing)).toMatchObject({ state: 'closed', answered: true });
  expect(proxy.seen.at(-1)?.body).toContain('OUTDATED');
  const opening = { ...discussion, answer, answered: false, state: 'open' };
  expect(await ok('update_discussion', opening)).toMatchObject({ state: 'open', answered: false });
});

it('changes nothing where one part of it cannot be', async () => {
  const { ok, refused, commentOf } = await withDiscussion();
  const foreign = await commentOf(2);
  expect(await refused('update_discussion', { ...discussion, title: 'New', answer: foreign })).toMatchObject({
    code: 'not_found',
  });
  expect(
    await refused('update_discussion', { ...discussion, title: 'New', category: 'Gossip' }),
  ).toMatchObject({
    data: { categories: ['General', 'Q&A', 'Ideas'] },
  });
  expect(await refused('update_discussion', discussion)).toMatchObject({ code: 'invalid_arguments' });
  expect(await ok('get_discussion', discussion)).toMatchObject({ discussion: { title: 'Which rope?' } });
});

it('refuses an argument that would have no effect', async () => {
  const { ok, refused } = await withDiscussion();
  const useless = async (more: object) =>
    (await refused('update_discussion', { ...discussion, ...more })).code;
  for (const more of [{ reason: 'outdated' }, { reason: 'outdated', state: 'open' }, { answered: false }])
    expect(await useless({ title: 'New', ...more })).toBe('invalid_arguments');
  expect(await ok('get_discussion', discussion)).toMatchObject({ discussion: { title: 'Which rope?' } });
});

it('edits and deletes comments of the discussion that is named only', async () => {
  const { ok, refused, commentOf } = await withDiscussion();
  const own = { ...discussion, commentID: await commentOf(1) };
  const foreign = { ...discussion, commentID: await commentOf(2) };
  expect(await refused('update_discussion_comment', { ...foreign, body: 'x' })).toMatchObject({
    code: 'not_found',
  });
  expect(await refused('delete_discussion_comment', foreign)).toMatchObject({ code: 'not_found' });
  await ok('update_discussion_comment', { ...own, body: 'Hemp.' });
  expect(await ok('get_discussion', discussion)).toMatchObject({ comments: [{ body: 'Hemp.' }] });
  await ok('delete_discussion_comment', own);
  expect(await ok('get_discussion', discussion)).toMatchObject({ comments: [] });
  expect(await refused('delete_discussion_comment', own)).toMatchObject({ code: 'not_found' });
});
