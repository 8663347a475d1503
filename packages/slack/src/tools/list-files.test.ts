import { addFile } from '@portolan/doubles/slack';
import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists the files of a channel', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('list_files', { channel: 'C0GENERAL1', limit: 1 })).toMatchInlineSnapshot(`
    {
      "files": [
        {
          "channels": [
            "C0GENERAL1",
          ],
          "created": "2026-01-01T00:00:00.000Z",
          "id": "F0TIDES001",
          "link": "https://harbour.slack.com/files/U0ADA00001/F0TIDES001/tides.csv",
          "name": "tides.csv",
          "size": 22,
          "type": "text/csv",
          "user": "U0ADA00001",
        },
      ],
      "nextCursor": "WyIyIl0.HKdfQxHNUp9fIlsp",
      "untrusted": [
        "files[].name",
      ],
    }
  `);
});

it('shows only what lies where one may read', async () => {
  const { double, connect } = await startSlack();
  const content = Buffer.from('secret');
  addFile(double.world, {
    id: 'F0PAYROLL1',
    name: 'pay.txt',
    mimetype: 'text/plain',
    content,
    channels: ['D0BENBOT07'],
  });
  const { ok } = await connect();
  expect(await ok('list_files')).toMatchObject({
    files: [{ id: 'F0TIDES001' }, { id: 'F0CANVAS01' }],
    hidden: 1,
  });
});

it('names the scope it needs', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.botToken)?.scopes.delete('files:read');
  const { refused } = await connect();
  expect(await refused('list_files')).toMatchObject({ data: { needed: ['files:read'] } });
});
