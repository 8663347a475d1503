import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const lfs = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
const files = {
  'README.md': 'one\ntwo\u{202e}\nthree\n',
  'dir/a b#?.txt': 'ä',
  'bin.dat': Buffer.from([1, 0, 2]),
  'latin1.txt': Buffer.from([0x61, 0xe4, 0x0a]),
  'big.bin': lfs,
  'outer-link': { symlink: '../outside' },
  'inner-link': { symlink: 'README.md' },
  sub: { submodule: 'b'.repeat(40) },
  '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\turl = https://example.org/sub.git\n',
};
const commits = [{ message: 'Begin', files }];
const place = { owner: 'octo', repo: 'harbour' };

it('reads several paths of every kind at once', async () => {
  const { ok } = await connectHarbour({ commits });
  const paths = [...Object.keys(files).filter((path) => path !== '.gitmodules'), 'dir', 'gone'];
  expect(await ok('get_file_contents', { ...place, paths })).toMatchInlineSnapshot(`
    {
      "files": [
        {
          "from": 1,
          "path": "README.md",
          "sha": "03e95b2434c47cf5a1696bc5a9ae90152daff696",
          "size": 17,
          "text": "one
    two\\u{202e}
    three
    ",
          "to": 3,
          "total_lines": 3,
          "type": "file",
        },
        {
          "from": 1,
          "path": "dir/a b#?.txt",
          "sha": "9d3f0460de61d6fec8d9ff9a0f06dcc9926e3b7e",
          "size": 2,
          "text": "ä",
          "to": 1,
          "total_lines": 1,
          "type": "file",
        },
        {
          "path": "bin.dat",
          "sha": "c3027df660b44a7a17b1411eed91fe252dd4f46b",
          "size": 3,
          "type": "binary",
        },
        {
          "path": "latin1.txt",
          "sha": "4b8934fa253676145780ca26926bb89b2e50ece3",
          "size": 3,
          "type": "binary",
        },
        {
          "oid": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "path": "big.bin",
          "sha": "3f20b51a0a25d87c30cb636d2875b09456ec3b12",
          "size": 12345,
          "type": "lfs",
        },
        {
          "path": "outer-link",
          "sha": "d09b80733baa4f6b198f2cf2d62bbfc5b6cbf1f0",
          "target": "../outside",
          "type": "symlink",
        },
        {
          "from": 1,
          "path": "inner-link",
          "sha": "03e95b2434c47cf5a1696bc5a9ae90152daff696",
          "size": 17,
          "text": "one
    two\\u{202e}
    three
    ",
          "to": 3,
          "total_lines": 3,
          "type": "file",
        },
        {
          "path": "sub",
          "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "type": "submodule",
          "url": "https://example.org/sub.git",
        },
        {
          "entries": [
            {
              "name": "a b#?.txt",
              "sha": "9d3f0460de61d6fec8d9ff9a0f06dcc9926e3b7e",
              "size": 2,
              "type": "file",
            },
          ],
          "path": "dir",
          "type": "dir",
        },
        {
          "code": "not_found",
          "message": "GitHub has nothing there, or the credential may not see it.",
          "path": "gone",
          "type": "error",
        },
      ],
      "untrusted": [
        "path",
        "text",
        "entries",
        "target",
      ],
    }
  `);
});

it('lists the top where no path is given', async () => {
  const { ok } = await connectHarbour();
  expect(await ok('get_file_contents', place)).toMatchObject({
    files: [{ type: 'dir', entries: [{ name: 'README.md', type: 'file' }] }],
  });
});

it('reads a range of lines, of a ref or a commit', async () => {
  const { ok, harbour } = await connectHarbour({ commits });
  const old = harbour.sha();
  harbour.push('main', [{ message: 'Next', files: { 'README.md': 'new\n' } }]);
  const text = async (args: object) => {
    const answer = await ok('get_file_contents', { ...place, path: 'README.md', ...args });
    return Array.isArray(answer.files) ? answer.files[0] : undefined;
  };
  expect(await text({ ref: old, startLine: 2, endLine: 2 })).toMatchObject({
    text: 'two\\u{202e}\n',
    from: 2,
    to: 2,
    total_lines: 3,
  });
  expect(await text({ sha: old, startLine: 3 })).toMatchObject({ text: 'three\n' });
  expect(await text({})).toMatchObject({ text: 'new\n' });
  expect(await text({ startLine: 9 })).toMatchObject({ text: '', from: 9, to: 8, total_lines: 1 });
});

it('goes on line by line through what is too large for one answer', async () => {
  const whole = Array.from({ length: 3_000 }, (_, index) => `line ${index} ${'x'.repeat(40)}\n`).join('');
  const { ok } = await connectHarbour({ commits: [{ message: 'Big', files: { 'big.txt': whole } }] });
  let read = '';
  for (let startLine = 1, pages = 0; startLine > 0 && pages < 10; pages += 1) {
    const answer = await ok('get_file_contents', { ...place, path: 'big.txt', startLine });
    const file = Array.isArray(answer.files) ? answer.files[0] : {};
    expect(JSON.stringify(file).length).toBeLessThan(68 * 1024);
    read += file.text;
    startLine = file.nextLine ?? 0;
  }
  expect(read).toBe(whole);
});

it('cuts a line that is longer than an answer, and goes on behind it', async () => {
  const content = `${'y'.repeat(200_000)}\nend\n`;
  const { ok } = await connectHarbour({ commits: [{ message: 'Long', files: { 'long.txt': content } }] });
  const answer = await ok('get_file_contents', { ...place, path: 'long.txt' });
  expect(answer).toMatchObject({ files: [{ nextLine: 2, to: 1, omitted: 200_001 - 65_536 }] });
});

it('reads files over 1 MB, which come another way', async () => {
  const { ok } = await connectHarbour({ commits }, { sizes: { contentBytes: 2 } });
  expect(await ok('get_file_contents', { ...place, path: 'README.md', endLine: 1 })).toMatchObject({
    files: [{ text: 'one\n', total_lines: 3 }],
  });
});

it('says what is wrong', async () => {
  const { refused } = await connectHarbour({ commits });
  const code = async (args: object) => (await refused('get_file_contents', { ...place, ...args })).code;
  expect(await code({ path: 'gone' })).toBe('not_found');
  expect(await code({ path: 'README.md', ref: 'gone' })).toBe('not_found');
  expect(await code({ path: 'a', paths: ['b'] })).toBe('invalid_arguments');
  expect(await code({ path: '../../etc/passwd' })).toBe('invalid_arguments');
  expect(await code({ paths: Array.from({ length: 21 }, (_, index) => `${index}`) })).toBe(
    'invalid_arguments',
  );
});

it('says that a repository is empty', async () => {
  const { refused } = await connectHarbour({ commits: [] });
  expect(await refused('get_file_contents', place)).toMatchObject({ code: 'not_found' });
});
