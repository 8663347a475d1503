import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('finds lines at a revision, literally or by expression', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { 'a.ts': 'x = f(1)\ny\n', 'b:12:c.ts': 'g(22)\n', bin: Buffer.from('f(1)\0') });
  commit('two', { 'a.ts': 'nothing\n' });
  const matches = async (args: Record<string, unknown>) => (await ok('search', args)).structured.matches;
  expect(await matches({ pattern: 'f(1)' })).toEqual([]);
  expect(await matches({ pattern: 'f(1)', revision: 'HEAD~1' })).toEqual([
    { path: 'a.ts', line: 1, text: 'x = f(1)' },
  ]);
  expect(await matches({ pattern: 'G\\([0-9]+', regex: true, ignore_case: true })).toEqual([
    { path: 'b:12:c.ts', line: 1, text: 'g(22)' },
  ]);
  expect(await matches({ pattern: '--open-files-in-pager=touch' })).toEqual([]);
});

it('pages, and bounds long lines', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { f: `hit ${'x'.repeat(100_000)}\n`.repeat(110) });
  const lines: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured, bytes } = await ok('search', {
      pattern: 'hit',
      ...(cursor !== undefined && { cursor }),
    });
    expect(bytes).toBeLessThanOrEqual(65_536);
    if (Array.isArray(structured.matches)) lines.push(...structured.matches.map(({ line }) => line));
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(lines).toEqual(Array.from({ length: 110 }, (_, index) => index + 1));
});

it('finds commits by what they changed and by message', async () => {
  const { ok, commit } = await connectGit();
  commit('add needle', { f: 'needle\n' });
  commit('keep', { g: 'x' });
  commit('drop it', { f: 'hay\n' });
  const commits = async (args: Record<string, unknown>) => (await ok('search', args)).structured.commits;
  expect(await commits({ pattern: 'needle', in: 'changes' })).toMatchObject([
    { subject: 'drop it' },
    { subject: 'add needle' },
  ]);
  expect(await commits({ pattern: 'KEEP', in: 'message', ignore_case: true })).toMatchObject([
    { subject: 'keep' },
  ]);
});

it('says that an expression is wrong', async () => {
  const { refused, commit } = await connectGit();
  commit('one', { f: 'x' });
  expect(await refused('search', { pattern: '(', regex: true })).toBe('invalid_arguments');
  expect(await refused('search', { pattern: 'a\0b' })).toBe('invalid_arguments');
});
