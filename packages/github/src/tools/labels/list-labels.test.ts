import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists labels', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.label('bug\u{200b}', 'd73a4a', 'Something is\nwrong');
  harbour.label('rope', 'ffffff');
  const { labels, nextCursor } = await ok('list_labels', { ...place, perPage: 1 });
  expect(labels).toEqual([{ name: 'bug', color: 'd73a4a', description: 'Something is wrong' }]);
  expect(await ok('list_labels', { ...place, perPage: 1, after: nextCursor })).toMatchObject({
    labels: [{ name: 'rope', color: 'ffffff' }],
  });
});

it('says that there is no such repository', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('list_labels', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
