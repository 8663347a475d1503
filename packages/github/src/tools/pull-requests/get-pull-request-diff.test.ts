import { expect, it } from 'vitest';
import * as z from 'zod';
import { json, pagesOf } from '../../faults/test-support.ts';
import { connectBehindProxy, connectHarbour } from '../../test-support.ts';

const Patches = z.object({ files: z.array(z.object({ path: z.string(), patch: z.string().optional() })) });
const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const lines = (count: number, change: (line: number) => string = () => '') =>
  Array.from({ length: count }, (_, n) => `line ${n + 1}${change(n + 1)}\n`).join('');

const seed = {
  commits: [
    { message: 'Begin', files: { 'src/long.txt': lines(400), 'src/gone.txt': 'x\n', 'b.txt': 'b\n' } },
  ],
};
const change = {
  message: 'Change',
  files: {
    'src/long.txt': lines(400, (line) => (line % 40 === 0 ? ' changed' : '')),
    'src/gone.txt': null,
    'src/new.ts': 'const admin = "user\u{202e}\u{2066}";\n',
    'docs/deep/x.md': '# x\n',
  },
};

async function connectChanged() {
  const connected = await connectHarbour(seed);
  connected.harbour.pull({ title: 'Change', head: 'change', commits: [change] });
  return connected;
}

it('lists what is changed, without patches', async () => {
  const { ok } = await connectChanged();
  expect(await ok('get_pull_request_diff', which)).toMatchInlineSnapshot(`
    {
      "changedFiles": 4,
      "files": [
        {
          "additions": 1,
          "deletions": 0,
          "path": "docs/deep/x.md",
          "status": "added",
        },
        {
          "additions": 0,
          "deletions": 1,
          "path": "src/gone.txt",
          "status": "removed",
        },
        {
          "additions": 10,
          "deletions": 10,
          "path": "src/long.txt",
        },
        {
          "additions": 1,
          "deletions": 0,
          "path": "src/new.ts",
          "status": "added",
        },
      ],
      "headSha": "5d3bdfce8e3301681de7241db7d51b88bbc94654",
      "untrusted": [
        "path",
      ],
    }
  `);
});

it('gives the patches of paths, what is hidden in them written out', async () => {
  const { ok } = await connectChanged();
  const { files } = await ok('get_pull_request_diff', { ...which, path: 'src/*.ts' });
  expect(files).toMatchInlineSnapshot(`
    [
      {
        "additions": 1,
        "deletions": 0,
        "hunks": "1-1/1",
        "patch": "@@ -0,0 +1 @@
    +const admin = "user\\u{202e}\\u{2066}";",
        "path": "src/new.ts",
        "status": "added",
      },
    ]
  `);
  const deep = await ok('get_pull_request_diff', { ...which, path: '**/*.md' });
  expect(deep.files).toMatchObject([{ path: 'docs/deep/x.md' }]);
});

it('gives a file from a hunk on', async () => {
  const { ok, refused } = await connectChanged();
  const long = { ...which, path: 'src/long.txt' };
  expect((await ok('get_pull_request_diff', long)).files).toMatchObject([{ hunks: '1-10/10' }]);
  expect((await ok('get_pull_request_diff', { ...long, hunk: 10 })).files).toMatchObject([
    { hunks: '10-10/10', patch: expect.stringMatching(/^@@ -397,4 \+397,4 @@/) },
  ]);
  expect(await refused('get_pull_request_diff', { ...long, hunk: 11 })).toMatchObject({
    message: 'The patch of "src/long.txt" has 10 hunks.',
  });
  expect(await refused('get_pull_request_diff', { ...which, hunk: 2 })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('get_pull_request_diff', { ...which, path: 'nowhere' })).toMatchObject({
    code: 'not_found',
    next: 'Call without path for the list of changed files.',
  });
});

it('gives what has no room in one answer in the next, also within a hunk', async () => {
  const { client, harbour } = await connectHarbour();
  const text = lines(3_000, () => ' "quoted" \\ and more');
  harbour.pull({ title: 'Big', head: 'big', commits: [{ message: 'Big', files: { 'big.txt': text } }] });
  const pages = await pagesOf(client, 'get_pull_request_diff', { ...which, path: 'big.txt' });
  const patches = pages.map((page) => Patches.parse(page).files[0]?.patch ?? '');
  const added = patches.flatMap((patch) => patch.split('\n').filter((line) => line.startsWith('+')));
  expect(pages.length).toBeGreaterThan(3);
  expect(added.map((line) => `${line.slice(1)}\n`).join('')).toBe(text);
});

it('does not mix two states of a pull request that moves', async () => {
  const { ok, refused, harbour } = await connectHarbour();
  const files = Object.fromEntries(
    Array.from({ length: 400 }, (_, n) => [`${'deep/'.repeat(20)}${n}.txt`, 'x\n']),
  );
  harbour.pull({ title: 'Many', head: 'many', commits: [{ message: 'Many', files }] });
  const { nextCursor } = await ok('get_pull_request_diff', which);
  harbour.push('many', [{ message: 'More', files: { z: 'z' } }]);
  expect(await refused('get_pull_request_diff', { ...which, after: nextCursor })).toMatchObject({
    code: 'conflict',
    data: { headSha: harbour.sha('many') },
  });
});

it('lists 3,000 files over several answers', async () => {
  const { client, harbour } = await connectHarbour();
  const files = Object.fromEntries(Array.from({ length: 3_100 }, (_, n) => [`files/${n}.txt`, 'x\n']));
  harbour.pull({ title: 'Many', head: 'many', commits: [{ message: 'Many', files }] });
  const pages = await pagesOf(client, 'get_pull_request_diff', which);
  const paths = new Set(pages.flatMap((page) => Patches.parse(page).files.map(({ path }) => path)));
  expect([paths.size, pages[0]?.changedFiles]).toEqual([3_000, 3_100]);
});

const fileWithoutPatch = { filename: 'b.txt', status: 'modified', additions: 9, deletions: 0, changes: 9 };
const files = /\/pulls\/1\/files/;

it('looks for a patch that the list leaves out in the whole diff, read no further than needed', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy(seed);
  harbour.pull({
    title: 'Change',
    head: 'change',
    commits: [{ message: 'x', files: { 'b.txt': 'b\nc\n' } }],
  });
  proxy.script(json(files, [fileWithoutPatch]));
  expect(await ok('get_pull_request_diff', { ...which, path: 'b.txt' })).toMatchObject({
    files: [{ path: 'b.txt', patch: '@@ -1 +1,2 @@\n b\n+c', hunks: '1-1/1' }],
  });
});

it('says why a file has no patch: over the limits of GitHub, binary, only renamed', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy(seed);
  harbour.pull({ title: 'Change', head: 'change', commits: [{ message: 'x', files: { 'b.txt': 'c\n' } }] });
  const noPatch = async (file: object, path: string) => {
    proxy.script(json(files, [file]));
    const { files: shown } = await ok('get_pull_request_diff', { ...which, path });
    return Array.isArray(shown) ? shown[0].noPatch : undefined;
  };
  const pull = /^\/repos\/octo\/harbour\/pulls\/1$/;
  // The first request for the pull request itself is that of the tool.
  proxy.script({ kind: 'delay', ms: 1, path: pull }, { kind: 'status', status: 406, path: pull });
  expect(await noPatch(fileWithoutPatch, 'b.txt')).toContain('too large for a diff on GitHub');
  expect(await noPatch(fileWithoutPatch, '*.txt')).toContain('ask for this path alone');
  const unchanged = { ...fileWithoutPatch, additions: 0, changes: 0 };
  expect(await noPatch(unchanged, 'b.txt')).toBe('binary, or only its mode changed');
  expect(await noPatch({ ...unchanged, status: 'renamed' }, 'b.txt')).toBe('renamed only');
});
