import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const label = { owner: 'octo', repo: 'harbour', name: 'bug' };

it('creates a label, then changes it', async () => {
  const { ok } = await connectHarbour();
  expect(await ok('write_label', { ...label, color: 'd73a4a' })).toMatchObject({
    name: 'bug',
    color: 'd73a4a',
    created: true,
  });
  expect(await ok('write_label', { ...label, new_name: 'fault', color: '000000' })).toMatchObject({
    name: 'fault',
    color: '000000',
    created: false,
  });
});

it('refuses a colour that is none, and says that the repository is not there', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('write_label', { ...label, color: 'red' })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('write_label', { ...label, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
