import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('is not offered unless the operator allows it', async () => {
  const { client } = await connectHarbour({}, { argv: ['--yes'] });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain('delete_repository');
});

it('deletes a repository where it is allowed and the user agrees', async () => {
  const { ok, refused } = await connectHarbour({}, { argv: ['--allow-delete-repository'], confirms: true });
  expect(await ok('delete_repository', place)).toEqual({ deleted: 'octo/harbour' });
  expect(await refused('get_repository', place)).toMatchObject({ code: 'not_found' });
});

it('deletes nothing where the user does not agree', async () => {
  const { ok, refused } = await connectHarbour({}, { argv: ['--allow-delete-repository'], confirms: false });
  expect(await refused('delete_repository', place)).toMatchObject({ code: 'confirmation_declined' });
  await ok('get_repository', place);
});

it('says which right is missing', async () => {
  const { refused, double } = await connectHarbour({}, { argv: ['--allow-delete-repository', '--yes'] });
  double.repository('acme/crane');
  expect(await refused('delete_repository', { owner: 'acme', repo: 'crane' })).toMatchObject({
    code: 'permission_denied',
  });
});
