import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

const argv = ['--remote-protocols', 'file', '--yes'];

it('replaces only where it is allowed, and only what is expected', async () => {
  const box = await connectGit({ argv: [...argv, '--allow-force-push'], folders: ({ base }) => [base] });
  const one = box.commit('one');
  const two = box.commit('two');
  const remote = join(box.base, 'remote.git');
  box.git('clone', '-q', '--bare', '.', remote);
  box.git('remote', 'add', 'origin', remote);
  box.git('reset', '-q', '--hard', one);
  const other = box.commit('other');
  const repo_path = join(box.base, 'repo');
  expect(await box.refused('push_force', { repo_path, expected: one })).toBe('conflict');
  await box.ok('push_force', { repo_path, expected: two });
  expect(runPlainGit(remote, ['rev-parse', 'main'])).toBe(other);
  const strict = await connectGit({ argv });
  strict.commit('one');
  expect(await strict.refused('push_force', { expected: 'HEAD' })).toBe('forbidden');
});
