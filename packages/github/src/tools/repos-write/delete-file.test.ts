import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour', branch: 'main', message: 'Delete', path: 'README.md' };

it('deletes a file', async () => {
  const { ok, harbour } = await connectHarbour({}, { argv: ['--yes'] });
  const sha = harbour.repo.git.entry(harbour.sha(), 'README.md')?.sha;
  const answer = await ok('delete_file', { ...place, sha });
  expect(answer).toEqual({ commit: harbour.sha(), deleted: 'README.md' });
  expect(harbour.repo.git.entries(harbour.sha())).toEqual([]);
});

it('hides nothing of the path in its question, and lets it begin no line', async () => {
  const { client, refused } = await connectHarbour({}, { confirms: false });
  const asked: string[] = [];
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    return { action: 'decline' };
  });
  await refused('delete_file', { ...place, path: 'a\n\u{202e}b' });
  expect(asked).toEqual(['Delete a\\n\\u{202e}b on main of octo/harbour?']);
});

it('deletes nothing that changed or is not there', async () => {
  const { refused, harbour } = await connectHarbour({}, { argv: ['--yes'] });
  const head = harbour.sha();
  expect(await refused('delete_file', { ...place, sha: 'a'.repeat(40) })).toMatchObject({ code: 'conflict' });
  expect(await refused('delete_file', { ...place, path: 'x' })).toMatchObject({ code: 'not_found' });
  expect(harbour.sha()).toBe(head);
});
