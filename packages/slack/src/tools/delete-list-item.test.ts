import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('deletes an item when the user agrees', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  expect(await ok('delete_list_item', { list: 'F0LIST0001', item: 'Rec0000001' })).toMatchInlineSnapshot(`
    {
      "id": "Rec0000001",
    }
  `);
  expect(double.world.lists.get('F0LIST0001')?.items.size).toBe(0);
});

it('says that there is no such item', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('delete_list_item', { list: 'F0LIST0001', item: 'Rec9' })).toMatchObject({
    code: 'not_found',
  });
});
