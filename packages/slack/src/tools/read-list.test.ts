import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('reads the items of a list', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ argv });
  expect(await ok('read_list', { list: 'F0LIST0001' })).toMatchInlineSnapshot(`
    {
      "items": [
        {
          "cells": {
            "Col01": "Paint the crane",
          },
          "id": "Rec0000001",
        },
      ],
      "untrusted": [
        "items[].cells",
      ],
    }
  `);
});

it('says that there is no such list', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('read_list', { list: 'F0NOLIST01' })).toMatchObject({ code: 'not_found' });
});
