import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists milestones', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.milestone('1.0\u{202e}', { dueOn: '2026-06-01T00:00:00Z' });
  harbour.milestone('0.9', { state: 'closed' });
  harbour.issue({ title: 'One', milestone: 1 });
  expect(await ok('list_milestones', place)).toMatchInlineSnapshot(`
    {
      "milestones": [
        {
          "closedIssues": 0,
          "due": "2026-06-01T00:00:00Z",
          "number": 1,
          "openIssues": 1,
          "state": "open",
          "title": "1.0",
        },
      ],
      "untrusted": [
        "title",
      ],
    }
  `);
  expect(await ok('list_milestones', { ...place, state: 'closed' })).toMatchObject({
    milestones: [{ title: '0.9' }],
  });
});

it('says that there is no such repository', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('list_milestones', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
});
