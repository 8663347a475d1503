import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('reads a canvas, and finds its sections', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(await ok('read_canvas', { canvas: 'F0CANVAS01', find: 'Slow' })).toMatchInlineSnapshot(`
    {
      "id": "F0CANVAS01",
      "sections": [
        "temp:C:F0CANVAS011",
      ],
      "text": "# Harbour rules

    Slow down.",
      "title": "Harbour rules",
      "untrusted": [
        "title",
        "text",
      ],
    }
  `);
  expect(channel?.canvas).toBe('F0CANVAS01');
});

it('says that a file is no canvas', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('read_canvas', { canvas: 'F0TIDES001' })).toMatchObject({
    code: 'unsupported',
    next: expect.stringContaining('read_file'),
  });
});
