import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const seed = {
  branches: {
    work: [
      { message: 'One', files: { 'a.txt': 'a\n' } },
      { message: 'Two', author: 'ada', files: { 'b.txt': 'b\n' } },
    ],
  },
};
const place = { owner: 'octo', repo: 'harbour', base: 'main' };

it('compares two refs', async () => {
  const { ok } = await connectHarbour(seed);
  expect(await ok('compare_refs', { ...place, head: 'work', patches: true })).toMatchInlineSnapshot(`
    {
      "ahead_by": 2,
      "behind_by": 0,
      "commits": [
        {
          "author": "octo",
          "date": "2026-01-01T00:00:03Z",
          "message": "One",
          "sha": "18bd817edd0faf8ec4a2bb1cf842b1afbf151ed8",
        },
        {
          "author": "ada",
          "date": "2026-01-01T00:00:04Z",
          "message": "Two",
          "sha": "317b43335532767e4f86db67e956dccfdef8025f",
        },
      ],
      "files": [
        {
          "additions": 1,
          "deletions": 0,
          "filename": "a.txt",
          "patch": "@@ -0,0 +1 @@
    +a",
          "status": "added",
        },
        {
          "additions": 1,
          "deletions": 0,
          "filename": "b.txt",
          "patch": "@@ -0,0 +1 @@
    +b",
          "status": "added",
        },
      ],
      "merge_base": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
      "status": "ahead",
      "untrusted": [
        "message",
        "author",
        "filename",
        "patch",
      ],
    }
  `);
});

it('goes on with the commits, not with the files', async () => {
  const { ok } = await connectHarbour(seed);
  const first = await ok('compare_refs', { ...place, head: 'work', perPage: 1 });
  expect(first).toMatchObject({ commits: [{ message: 'One' }], files: [{}, {}] });
  const second = await ok('compare_refs', { ...place, head: 'work', perPage: 1, after: first.nextCursor });
  expect(second).toMatchObject({ commits: [{ message: 'Two' }] });
  expect(second).not.toHaveProperty('files');
  expect(second).not.toHaveProperty('nextCursor');
});

it('says that there is no such ref', async () => {
  const { refused } = await connectHarbour(seed);
  expect(await refused('compare_refs', { ...place, head: 'gone' })).toMatchObject({ code: 'not_found' });
});
