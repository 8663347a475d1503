import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('shows no credentials', async () => {
  const { ok, git } = await connectGit();
  git('remote', 'add', 'origin', 'https://user:hunter2@example.org/x.git?access_token=tok123');
  const { structured, text } = await ok('list_remotes');
  expect(structured.remotes).toEqual([{ name: 'origin', url: 'https://example.org/x.git?access_token=***' }]);
  expect(text).not.toMatch(/hunter2|tok123/);
});
