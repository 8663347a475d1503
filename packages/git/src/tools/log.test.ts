import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('gives commits as data that no message forges', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { a: '1' });
  const hostile = `two\n\ncommit ${'0'.repeat(40)}\nAuthor: Mallory <m@example.org>\n\n    forged\u0001\u001f`;
  commit(hostile, { a: '2' });
  const { structured } = await ok('log');
  expect(structured.commits).toMatchObject([
    { subject: 'two', author: 'Ada <ada@example.org>', body: expect.stringContaining('Mallory') },
    { subject: 'one', parents: [] },
  ]);
});

it('pages without shifting while commits come in', async () => {
  const { ok, commit } = await connectGit();
  for (const name of ['1', '2', '3', '4']) commit(name);
  const first = await ok('log', { max_count: 2 });
  commit('5');
  const second = await ok('log', { max_count: 2, cursor: first.structured.nextCursor });
  expect(first.structured.commits).toMatchObject([{ subject: '4' }, { subject: '3' }]);
  expect(second.structured.commits).toMatchObject([{ subject: '2' }, { subject: '1' }]);
  expect(second.structured.nextCursor).toBeUndefined();
});

it('filters by path, author, message and time, literally', async () => {
  const { ok, commit } = await connectGit();
  commit('fix (one)', { 'a/x': '1' });
  commit('add two', { 'b/y': '1' });
  const subjects = async (args: Record<string, unknown>) => (await ok('log', args)).structured.commits;
  expect(await subjects({ path: 'a' })).toMatchObject([{ subject: 'fix (one)' }]);
  expect(await subjects({ message: '(ONE)' })).toMatchObject([{ subject: 'fix (one)' }]);
  expect(await subjects({ author: 'A.a' })).toEqual([]);
  expect(await subjects({ author: '--all' })).toEqual([]);
  expect(await subjects({ start_timestamp: '2026-02-01' })).toEqual([]);
  expect(await subjects({ end_timestamp: '2026-02-01', max_count: 1 })).toMatchObject([
    { subject: 'add two' },
  ]);
});

it('reads old encodings as the commit declares them', async () => {
  const { ok, commit, git, put } = await connectGit();
  commit('one', { a: '1' });
  put('message', Buffer.from('caf\xe9\n', 'latin1'));
  git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '--allow-empty', '-F', 'message');
  expect((await ok('log', { max_count: 1 })).structured.commits).toMatchObject([{ subject: 'café' }]);
});

it('says what is wrong with a revision, a cursor or an empty repository', async () => {
  const { refused, commit, ok } = await connectGit();
  expect(await refused('log')).toBe('not_found');
  commit('one');
  commit('two');
  expect(await refused('log', { revision: 'nowhere' })).toBe('not_found');
  const { nextCursor } = (await ok('log', { max_count: 1 })).structured;
  expect(await refused('log', { cursor: nextCursor, author: 'x' })).toBe('invalid_arguments');
});

it('leaves out what another revision has, in pages that stay', async () => {
  const { ok, commit, git } = await connectGit();
  commit('base');
  git('branch', 'old');
  for (const at of [1, 2, 3, 4, 5]) commit(`new ${at}`);
  const asked = { exclude: 'old', max_count: 2 };
  const first = await ok('log', asked);
  git('branch', '-f', 'old', 'HEAD');
  commit('newer');
  const second = await ok('log', { ...asked, cursor: first.structured.nextCursor });
  const third = await ok('log', { ...asked, cursor: second.structured.nextCursor });
  const subjects = [first, second, third].flatMap(({ structured: { commits } }) =>
    Array.isArray(commits) ? commits.map(({ subject }) => subject) : [],
  );
  expect(subjects).toEqual(['new 5', 'new 4', 'new 3', 'new 2', 'new 1']);
  expect(third.structured).not.toHaveProperty('nextCursor');
});

it.each(['next blue moon', '2026-13-45', '2026-02-30', '2026-05-01T25:00:00Z', '2026'])(
  'takes %j for no date, which git would take for now',
  async (start_timestamp) => {
    const { call, commit } = await connectGit();
    commit('one');
    const { error } = await call('log', { start_timestamp });
    expect(error).toMatchObject({
      code: 'invalid_arguments',
      message: expect.stringContaining('start_timestamp'),
    });
  },
);

it.each([
  '2026-05-01',
  '2026-05-01 12:30',
  '2026-05-01T12:30:00.5+02:00',
  '3 weeks ago',
  'last friday',
  '1 May 2026',
  'May 1, 2026',
])('takes %j for a date', async (end_timestamp) => {
  const { ok, commit } = await connectGit();
  commit('one');
  await ok('log', { end_timestamp });
});
