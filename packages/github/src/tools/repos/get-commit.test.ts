import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const commits = [
  { message: 'Begin', files: { 'a.txt': 'one\n', 'b.txt': 'b\n' } },
  {
    message: 'Change\n\nIt hid this: \u{e0041}.',
    author: 'ada',
    files: { 'a.txt': 'one\ntwo\u{202e}\n', 'b.txt': null, 'c.bin': Buffer.from([0, 1, 2]) },
  },
];
const place = { owner: 'octo', repo: 'harbour', sha: 'main' };

it('tells of a commit with its patches', async () => {
  const { ok } = await connectHarbour({ commits });
  expect(await ok('get_commit', { ...place, detail: 'full_patch' })).toMatchInlineSnapshot(`
    {
      "commit": {
        "additions": 1,
        "author": "ada",
        "date": "2026-01-01T00:00:03Z",
        "deletions": 1,
        "message": "Change

    It hid this: .",
        "parents": [
          "53c6e65366b5dfb5fcc744b3ae7ceef2713f3999",
        ],
        "sha": "35699407dca8ee3b978d79e4e9e52a2ec53979ec",
      },
      "files": [
        {
          "additions": 1,
          "deletions": 0,
          "filename": "a.txt",
          "patch": "@@ -1 +1,2 @@
     one
    +two\\u{202e}",
        },
        {
          "additions": 0,
          "deletions": 1,
          "filename": "b.txt",
          "patch": "@@ -1 +0,0 @@
    -b",
          "status": "removed",
        },
        {
          "additions": 0,
          "deletions": 0,
          "filename": "c.bin",
          "status": "added",
        },
      ],
      "untrusted": [
        "message",
        "author",
        "filename",
        "patch",
      ],
    }
  `);
});

it('tells as much as is asked for', async () => {
  const { ok } = await connectHarbour({ commits });
  expect(await ok('get_commit', { ...place, detail: 'none' })).not.toHaveProperty('files');
  const { files } = await ok('get_commit', place);
  expect(files).toMatchObject([{ filename: 'a.txt', additions: 1 }, {}, {}]);
  expect(JSON.stringify(files)).not.toContain('patch');
});

it('keeps patches within their room', async () => {
  const big = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`f${index}`, `${'x'.repeat(50)}\n`.repeat(100)]),
  );
  const { ok } = await connectHarbour({ commits: [{ message: 'Much', files: big }] });
  const { files } = await ok('get_commit', { ...place, detail: 'full_patch' });
  const text = JSON.stringify(files);
  expect(text.length).toBeLessThan(56 * 1024);
  expect(text.match(/"patch":/g)?.length).toBeGreaterThan(5);
  expect(text.match(/"patch_omitted":/g)?.length).toBeGreaterThan(5);
});

it('says that there is no such commit', async () => {
  const { refused } = await connectHarbour({ commits });
  expect(await refused('get_commit', { ...place, sha: 'f'.repeat(40) })).toMatchObject({
    code: 'invalid_arguments',
  });
});
