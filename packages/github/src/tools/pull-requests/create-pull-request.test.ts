import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const pull = { owner: 'octo', repo: 'harbour', title: 'Mend', head: 'mend', base: 'main' };
const seed = { branches: { mend: [{ message: 'Mend', files: { a: 'a' } }] } };

it('creates a pull request and asks reviewers', async () => {
  const { ok, double, harbour } = await connectBehindProxy(seed);
  double.account('ada');
  const answer = await ok('create_pull_request', {
    ...pull,
    body: 'Fixes it.',
    draft: true,
    reviewers: ['ada'],
  });
  expect(answer).toEqual({
    number: 1,
    url: expect.stringMatching(/\/octo\/harbour\/pull\/1$/),
    headSha: harbour.sha('mend'),
  });
  const read = await ok('get_pull_request', { owner: 'octo', repo: 'harbour', pullNumber: 1 });
  expect(read.pullRequest).toMatchObject({ draft: true, body: 'Fixes it.', reviewers: ['ada'] });
});

it('names the pull request that is open already', async () => {
  const { ok, refused } = await connectBehindProxy(seed);
  await ok('create_pull_request', pull);
  expect(await refused('create_pull_request', pull)).toMatchObject({
    code: 'already_exists',
    message: 'Pull request 1 is open for these branches.',
    data: { number: 1 },
  });
});

it('finds what it made where the answer is lost, and sends nothing twice', async () => {
  const { ok, proxy } = await connectBehindProxy(seed);
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await ok('create_pull_request', pull)).toMatchObject({ number: 1 });
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('says that the outcome is unknown where it finds nothing', async () => {
  const { refused, proxy } = await connectBehindProxy(seed);
  proxy.script({ kind: 'status', status: 504, method: 'POST' });
  expect(await refused('create_pull_request', pull)).toMatchObject({
    code: 'unavailable',
    data: { outcome: 'unknown', status: 504 },
  });
});

it('answers with the pull request also where the reviewers cannot be asked', async () => {
  const { ok, proxy } = await connectBehindProxy(seed);
  proxy.script({ kind: 'status', status: 422, path: /requested_reviewers/, body: '{}' });
  const { number, note } = await ok('create_pull_request', { ...pull, reviewers: ['octo/team', 'bob'] });
  expect([number, note]).toEqual([1, expect.stringMatching(/^The reviewers were not asked: /)]);
  expect(JSON.parse(proxy.seen.at(-1)?.body ?? '')).toEqual({ reviewers: ['bob'], team_reviewers: ['team'] });
});
