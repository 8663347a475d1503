import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const issue = { owner: 'octo', repo: 'harbour', title: 'Rope frays', body: 'At the mast.' };

it('creates an issue', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  harbour.label('bug');
  const answer = await ok('create_issue', { ...issue, labels: ['bug'], assignees: ['octo'] });
  expect(answer).toEqual({
    number: 1,
    url: expect.stringMatching(/\/octo\/harbour\/issues\/1$/),
    created: true,
  });
  expect(proxy.seen).toHaveLength(1);
  expect(harbour.repo.issues.get(1)).toMatchObject({ title: 'Rope frays', body: 'At the mast.' });
});

it('called again with the same key answers the issue made before', async () => {
  const { ok, harbour } = await connectBehindProxy();
  const keyed = { ...issue, idempotencyKey: 'rope-1' };
  expect(await ok('create_issue', keyed)).toMatchObject({ number: 1, created: true });
  expect(await ok('create_issue', keyed)).toMatchObject({ number: 1, created: false });
  expect(await ok('create_issue', { ...keyed, idempotencyKey: 'rope-2' })).toMatchObject({ number: 2 });
  expect(harbour.repo.issues.size).toBe(2);
  // The key leaves a mark that the model does not read as text.
  expect(await ok('get_issue', { owner: 'octo', repo: 'harbour', issue_number: 1 })).toMatchObject({
    issue: { body: 'At the mast.' },
  });
});

it('makes one issue of calls with the same key at the same time, whatever another copies of it', async () => {
  const { ok, harbour } = await connectBehindProxy();
  const keyed = { ...issue, idempotencyKey: 'rope-1' };
  const made = await Promise.all([1, 2, 3].map(() => ok('create_issue', keyed)));
  expect(made.map(({ number }) => number)).toEqual([1, 1, 1]);
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  harbour.issue({ title: 'Copy', body: harbour.repo.issues.get(1)?.body ?? '', author: 'mallory' });
  expect(await ok('create_issue', keyed)).toMatchObject({ number: 1, created: false });
});

it('with a key finds out by itself that it was made when the answer is lost', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await ok('create_issue', { ...issue, idempotencyKey: 'k' })).toMatchObject({ number: 1 });
  expect(harbour.repo.issues.size).toBe(1);
});

it.each([
  ['a lost answer', { kind: 'reset', when: 'after', method: 'POST' }, 1],
  ['a gateway that fails', { kind: 'status', status: 502, method: 'POST' }, 0],
  ['a fault inside GitHub', { kind: 'status', status: 500, method: 'POST' }, 0],
] as const)(
  'without a key says after %s that it is unknown, and sends nothing twice',
  async (_what, fault, made) => {
    const { refused, harbour, proxy } = await connectBehindProxy();
    proxy.script(fault);
    expect(await refused('create_issue', issue)).toMatchObject({
      code: 'unavailable',
      message: 'It is unknown whether GitHub made this change: its answer did not come.',
      next: 'Check with list_issues, newest first, whether the issue is there before you call again.',
      data: { outcome: 'unknown' },
    });
    expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(harbour.repo.issues.size).toBe(made);
  },
);

it('says what GitHub does not take, and what the token may not', async () => {
  const { refused, proxy } = await connectBehindProxy();
  expect(await refused('create_issue', { ...issue, title: ' ' })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('create_issue', { ...issue, title: 'x'.repeat(257) })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(proxy.seen).toEqual([]);
  expect(await refused('create_issue', { ...issue, repo: 'nowhere' })).toMatchObject({ code: 'not_found' });
});
