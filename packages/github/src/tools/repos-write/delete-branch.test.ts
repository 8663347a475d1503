import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const seed = { branches: { work: [{ message: 'Work' }] } };

it('deletes a branch and says how to have it back', async () => {
  const { ok, harbour } = await connectHarbour(seed, { argv: ['--yes'] });
  const sha = harbour.sha('work');
  expect(await ok('delete_branch', { ...place, branch: 'work', sha })).toEqual({ deleted: 'work', sha });
  expect(harbour.repo.git.resolve('work')).toBeUndefined();
  await ok('create_branch', { ...place, branch: 'work', from_branch: sha });
  expect(harbour.sha('work')).toBe(sha);
});

it('keeps the default branch, and one that moved', async () => {
  const { refused } = await connectHarbour(seed, { argv: ['--yes'] });
  const code = async (args: object) => (await refused('delete_branch', { ...place, ...args })).code;
  expect(await code({ branch: 'main' })).toBe('unsupported');
  expect(await code({ branch: 'work', sha: 'a'.repeat(40) })).toBe('conflict');
  expect(await code({ branch: 'gone' })).toBe('not_found');
});
