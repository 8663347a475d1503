import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const files = {
  'README.md': '# harbour\n',
  'src/a.ts': 'a\n',
  'src/lib/b.ts': 'b\n',
  'src/lib/deep/c.js': 'c\n',
  'src/run.sh': { content: '#!/bin/sh\n', executable: true },
  link: { symlink: 'src/a.ts' },
  sub: { submodule: 'a'.repeat(40) },
};
const commits = [{ message: 'Begin', files }];
const place = { owner: 'octo', repo: 'harbour' };
const paths = ({ entries }: Readonly<Record<string, unknown>>) =>
  Array.isArray(entries) ? entries.map(({ path }) => path) : entries;

it('lists a tree with what each entry is', async () => {
  const { ok } = await connectHarbour({ commits });
  expect(await ok('get_repository_tree', place)).toMatchInlineSnapshot(`
    {
      "entries": [
        {
          "path": "README.md",
          "sha": "2d6146af9c89f821bfd5d8d11c5b48a0cbfd53f6",
          "size": 10,
          "type": "file",
        },
        {
          "path": "link",
          "sha": "37ccdad6c3888bbd4aa31bfb7bb119468d527c2b",
          "size": 8,
          "type": "symlink",
        },
        {
          "path": "src",
          "sha": "f002af6ca3d2587446fbfbf6ead4ff494ea8edb2",
          "type": "dir",
        },
        {
          "path": "src/a.ts",
          "sha": "78981922613b2afb6025042ff6bd878ac1994e85",
          "size": 2,
          "type": "file",
        },
        {
          "path": "src/lib",
          "sha": "4af9ecd045ffde4f402d48724fb7c3345384071e",
          "type": "dir",
        },
        {
          "path": "src/lib/b.ts",
          "sha": "61780798228d17af2d34fce4cfbdf35556832472",
          "size": 2,
          "type": "file",
        },
        {
          "path": "src/lib/deep",
          "sha": "94a22eb7c7e34b7acecb4975d12f2a15c1e7acb8",
          "type": "dir",
        },
        {
          "path": "src/lib/deep/c.js",
          "sha": "f2ad6c76f0115a6ba5b00456a849810e7ec0af20",
          "size": 2,
          "type": "file",
        },
        {
          "executable": true,
          "path": "src/run.sh",
          "sha": "1a2485251c33a70432394c93fb89330ef214bfc9",
          "size": 10,
          "type": "file",
        },
        {
          "path": "sub",
          "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "type": "submodule",
        },
      ],
      "truncated": false,
      "untrusted": [
        "path",
      ],
    }
  `);
});

it('lists what lies below a folder, matches a glob, to a depth', async () => {
  const { ok } = await connectHarbour({ commits });
  const list = async (args: object) => paths(await ok('get_repository_tree', { ...place, ...args }));
  expect(await list({ path_filter: 'src/lib' })).toEqual([
    'src/lib/b.ts',
    'src/lib/deep',
    'src/lib/deep/c.js',
  ]);
  expect(await list({ path_filter: 'src/lib/', depth: 1 })).toEqual(['src/lib/b.ts', 'src/lib/deep']);
  expect(await list({ glob: '**/*.ts' })).toEqual(['src/a.ts', 'src/lib/b.ts']);
  expect(await list({ depth: 1 })).toEqual(['README.md', 'link', 'src', 'sub']);
});

it('walks folder by folder where GitHub cuts the tree, and pages', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`d${index % 7}/f${String(index).padStart(3, '0')}`, 'x']),
  );
  const { ok } = await connectHarbour(
    { commits: [{ message: 'Many', files: many }] },
    { sizes: { treeEntries: 100 } },
  );
  const first = await ok('get_repository_tree', place);
  expect(first).toMatchObject({ truncated: true });
  const second = await ok('get_repository_tree', { ...place, after: first.nextCursor });
  expect(second).toMatchObject({ truncated: false });
  const all = [paths(first), paths(second)].flat();
  const wanted = [...Object.keys(many), ...Array.from({ length: 7 }, (_, index) => `d${index}`)];
  expect(all).toEqual(wanted.toSorted());
});

it('says what is no folder, what is not there, and which glob cannot be', async () => {
  const { refused } = await connectHarbour({ commits });
  const code = async (args: object) => (await refused('get_repository_tree', { ...place, ...args })).code;
  expect(await code({ path_filter: 'README.md' })).toBe('unsupported');
  expect(await code({ path_filter: 'src/gone' })).toBe('not_found');
  expect(await code({ path_filter: '../x' })).toBe('invalid_arguments');
  expect(await code({ glob: '{a,b}' })).toBe('invalid_arguments');
  expect(await code({ tree_sha: 'gone' })).toBe('not_found');
});
