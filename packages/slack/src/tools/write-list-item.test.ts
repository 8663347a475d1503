import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('adds an item and changes it', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const cells = [
    { column: 'Col01', value: 'Oil the winch' },
    { column: 'Col02', kind: 'number', value: '3' },
  ];
  const made = await ok('write_list_item', { list: 'F0LIST0001', cells });
  expect(made).toMatchInlineSnapshot(`
    {
      "id": "Rec00000LFM0",
    }
  `);
  const items = double.world.lists.get('F0LIST0001')?.items;
  expect(items?.get(String(made.id))).toEqual(
    new Map<string, unknown>([
      ['Col01', 'Oil the winch'],
      ['Col02', 3],
    ]),
  );
  const change = [{ column: 'Col01', value: 'Grease it' }];
  await ok('write_list_item', { list: 'F0LIST0001', item: made.id, cells: change });
  expect(items?.get(String(made.id))?.get('Col01')).toBe('Grease it');
});

it('refuses a value that the column does not take', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  for (const cell of [
    { column: 'Col02', kind: 'number', value: 'three' },
    { column: 'Col03', kind: 'date', value: 'May' },
  ]) {
    expect(await refused('write_list_item', { list: 'F0LIST0001', cells: [cell] })).toMatchObject({
      code: 'invalid_arguments',
    });
  }
});

it('asks before what was read in private goes into a list', async () => {
  const { connect } = await startSlack();
  const { ok, refused } = await connect({ argv });
  await ok('get_channel_history', { channel: 'C0CREW0003' });
  const cells = [{ column: 'Col01', value: 'x' }];
  expect(await refused('write_list_item', { list: 'F0LIST0001', cells })).toMatchObject({
    code: 'confirmation_unavailable',
  });
});
