import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('gives all lines, in ranges of their commits', async () => {
  const { ok, commit } = await connectGit();
  const first = commit('one', { f: '1\n2\n3\n4\n' });
  const second = commit('two', { f: '1\n2\nx\n4\n' });
  const { structured } = await ok('blame', { path: 'f' });
  expect(structured).toMatchObject({
    ranges: [
      { commit: first, start: 1, lines: ['1', '2'], author: 'Ada', subject: 'one' },
      { commit: second, start: 3, lines: ['x'] },
      { commit: first, start: 4, lines: ['4'] },
    ],
  });
  expect(structured).not.toHaveProperty('nextLine');
  const before = await ok('blame', { path: 'f', revision: 'HEAD~1' });
  expect(before.structured.ranges).toMatchObject([{ commit: first, lines: ['1', '2', '3', '4'] }]);
});

it('pages long files, also in the middle of one commit', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { f: Array.from({ length: 1000 }, (_, index) => `line ${index + 1}\n`).join('') });
  const lines: unknown[] = [];
  let from: unknown = 1;
  do {
    const { structured, bytes } = await ok('blame', { path: 'f', start_line: from });
    expect(bytes).toBeLessThanOrEqual(65_536);
    for (const range of Array.isArray(structured.ranges) ? structured.ranges : []) lines.push(...range.lines);
    from = structured.nextLine;
  } while (from !== undefined);
  expect(lines).toEqual(Array.from({ length: 1000 }, (_, index) => `line ${index + 1}`));
});

it('follows renames and moved lines, and an uncommitted change', async () => {
  const { ok, commit, git, put } = await connectGit();
  const text = Array.from({ length: 20 }, (_, index) => `a line of some length ${index}\n`).join('');
  const first = commit('one', { old: text });
  git('mv', 'old', 'new');
  commit('renamed');
  const { structured } = await ok('blame', { path: 'new' });
  expect(structured.ranges).toMatchObject([{ commit: first, from: 'old' }]);
  put('new', `${text}more\n`);
  const changed = await ok('blame', { path: 'new' });
  expect(changed.structured.ranges).toMatchObject([{}, { commit: '0'.repeat(40), start: 21 }]);
});

it('says what is wrong with a line or a path', async () => {
  const { refused, commit } = await connectGit();
  commit('one', { f: '1\n' });
  expect(await refused('blame', { path: 'f', start_line: 9 })).toBe('invalid_arguments');
  expect(await refused('blame', { path: 'none' })).toBe('not_found');
  expect(await refused('blame', { path: '../f' })).toBe('outside_roots');
});

it('shows the lines asked for alone, and where to go on', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { f: Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join('') });
  const { structured } = await ok('blame', { path: 'f', start_line: 5, max_lines: 3 });
  expect(structured).toMatchObject({
    ranges: [{ start: 5, lines: ['line 5', 'line 6', 'line 7'] }],
    nextLine: 8,
  });
});
