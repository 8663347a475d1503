import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';
import { parseTree } from './tree.ts';

it('lists a file whose content a partial clone does not have, without a size', async () => {
  const id = '0123456789012345678901234567890123456789';
  // As git 2.44 and newer print it.
  const output = Buffer.from(`100644 blob ${id}     BAD\tgone\u0000100644 blob ${id}       2\tthere\u0000`);
  expect(parseTree(output)).toEqual([
    { path: 'gone', kind: 'file', id },
    { path: 'there', kind: 'file', id, size: 2 },
  ]);
});

it('never says of a missing object that its path is not there', async () => {
  const box = await connectGit({ folders: ({ base }) => [base] });
  box.commit('one', { f: 'one\n', g: 'g\n' });
  box.commit('two', { f: 'two\n' });
  box.git('config', 'uploadpack.allowFilter', 'true');
  runPlainGit(box.base, ['clone', '-q', '--no-local', '--filter=blob:none', `file://${box.repo}`, 'part']);
  const asked = { repo_path: 'part', path: 'f', revision: 'HEAD~1' };
  expect(await box.refused('read_file', asked)).toBe('unavailable');
  expect(await box.refused('blame', asked)).toBe('unavailable');
  const listed = await box.call('list_files', { repo_path: 'part', revision: 'HEAD~1' });
  // Older versions of git stop at the first object that is missing.
  if (listed.isError) expect(listed.error?.code).toBe('unavailable');
  else expect(listed.structured.entries).toContainEqual({ path: 'f', kind: 'file' });
});
