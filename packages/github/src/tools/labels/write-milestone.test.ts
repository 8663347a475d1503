import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('creates a milestone, then changes it', async () => {
  const { ok } = await connectBehindProxy();
  expect(await ok('write_milestone', { ...place, title: '1.0', description: 'First.' })).toMatchObject({
    milestone: { number: 1, title: '1.0', description: 'First.' },
    created: true,
  });
  expect(await ok('write_milestone', { ...place, number: 1, state: 'closed' })).toMatchObject({
    milestone: { number: 1, state: 'closed' },
    created: false,
  });
});

it('needs a title for a new one, and says when the outcome is unknown', async () => {
  const { refused, proxy } = await connectBehindProxy();
  expect(await refused('write_milestone', place)).toMatchObject({
    message: 'A new milestone needs a title.',
  });
  expect(await refused('write_milestone', { ...place, number: 9, title: 'x' })).toMatchObject({
    code: 'not_found',
  });
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await refused('write_milestone', { ...place, title: 'x' })).toMatchObject({
    data: { outcome: 'unknown' },
  });
});
