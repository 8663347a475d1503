import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('creates a branch at the default one, at another, or at a commit', async () => {
  const { ok, harbour } = await connectHarbour({ branches: { work: [{ message: 'Work' }] } });
  expect(await ok('create_branch', { ...place, branch: 'a/b' })).toEqual({
    branch: 'a/b',
    sha: harbour.sha('main'),
  });
  await ok('create_branch', { ...place, branch: 'c', from_branch: 'work' });
  await ok('create_branch', { ...place, branch: 'd', from_branch: harbour.sha('work') });
  expect([harbour.sha('a/b'), harbour.sha('c'), harbour.sha('d')]).toEqual(
    ['main', 'work', 'work'].map((name) => harbour.sha(name)),
  );
});

it('says what is taken and what is not there', async () => {
  const { refused } = await connectHarbour();
  const code = async (args: object) => (await refused('create_branch', { ...place, ...args })).code;
  expect(await code({ branch: 'main' })).toBe('already_exists');
  expect(await code({ branch: 'x', from_branch: 'gone' })).toBe('not_found');
  expect(await code({ branch: 'x..y' })).toBe('invalid_arguments');
  expect(await code({ branch: '-x' })).toBe('invalid_arguments');
});
