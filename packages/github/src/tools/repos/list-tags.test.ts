import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('lists tags with the commits they mean', async () => {
  const { ok } = await connectHarbour({ tags: { v1: 'main', v2: { at: 'main', message: 'Two' } } });
  expect(await ok('list_tags', { owner: 'octo', repo: 'harbour' })).toMatchInlineSnapshot(`
    {
      "tags": [
        {
          "name": "v2",
          "sha": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
        },
        {
          "name": "v1",
          "sha": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
        },
      ],
      "untrusted": [
        "name",
      ],
    }
  `);
});

it('says that there is no such repository', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('list_tags', { owner: 'octo', repo: 'x' })).toMatchObject({ code: 'not_found' });
});
