import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turnsDuring } from '../test-steps.ts';
import { refusal, sandbox } from '../test-support.ts';
import { applyPatch } from './apply-patch.ts';
import { compareFiles } from './compare-files.ts';

const numbered = (count: number, change: (line: number) => string = String): string =>
  Array.from({ length: count }, (_, line) => `${change(line)}\n`).join('');

describe('compareFiles', () => {
  it('gives a unified diff that patch tools read', async () => {
    const { files, put } = sandbox();
    const a = put('a.txt', numbered(1_000));
    const b = put(
      'b.txt',
      numbered(1_000, (line) => (line === 500 ? 'changed' : String(line))),
    );
    const result = await compareFiles(files.access, a, b);
    expect(result).toMatchObject({
      identical: false,
      text: { added: 1, removed: 1, truncated: false, shortest: true },
    });
    expect(result.text?.diff).toBe(
      '--- a.txt\n+++ b.txt\n@@ -498,7 +498,7 @@\n 497\n 498\n 499\n-500\n+changed\n 501\n 502\n 503\n',
    );
    expect(await compareFiles(files.access, a, a)).toEqual({ identical: true });
  });

  it.each([10, 60_000])('shows characters of any width, in files of %i lines', async (count) => {
    const { files, put } = sandbox();
    const lines = numbered(count, (line) => `${line} grüße 日本 😀`);
    const a = put('a.txt', lines);
    const b = put('b.txt', lines.replace('5 grüße', '5 Grüße'));
    const { text } = await compareFiles(files.access, a, b, { context: 0 });
    expect(text?.diff).toBe('--- a.txt\n+++ b.txt\n@@ -6,1 +6,1 @@\n-5 grüße 日本 😀\n+5 Grüße 日本 😀\n');
    const all = put('all.txt', lines.replaceAll('grüße', 'Grüße'));
    const cut = await compareFiles(files.access, a, all, { maxDiffBytes: 300 });
    expect(cut.text).toMatchObject({ truncated: true });
    expect(cut.text?.diff).toContain('\n-0 grüße 日本 😀\n');
  });

  it('finds equal lines equal where only one of two files has other characters than ASCII', async () => {
    const { files, put } = sandbox();
    const a = put('a.txt', numbered(60_000));
    const b = put('b.txt', `grüße\n${numbered(60_000)}`);
    const { text } = await compareFiles(files.access, a, b, { context: 1 });
    expect(text?.diff).toBe('--- a.txt\n+++ b.txt\n@@ -1,1 +1,2 @@\n+grüße\n 0\n');
    const c = put('c.txt', 'grüße\n');
    expect((await compareFiles(files.access, c, b)).text).toMatchObject({ added: 60_000, removed: 0 });
  });

  it('tells the first difference of binary files', async () => {
    const { files, put } = sandbox();
    const a = put('a.bin', Buffer.from([0, 0, 2, 3]));
    const b = put('b.bin', Buffer.from([0, 0, 9, 3]));
    expect(await compareFiles(files.access, a, b)).toEqual({ identical: false, firstDifference: 2 });
    const c = put('c.bin', Buffer.from([0, 0, 2, 3, 4]));
    expect(await compareFiles(files.access, a, c)).toEqual({ identical: false, firstDifference: 4 });
  });

  it('compares two large files without a line in common at once', async () => {
    const { files, put } = sandbox();
    const a = put(
      'a.txt',
      numbered(60_000, (line) => `left ${line * 7919}`),
    );
    const b = put(
      'b.txt',
      numbered(60_000, (line) => `right ${line * 104_729}`),
    );
    const { text } = await compareFiles(files.access, a, b, { maxDiffBytes: 10_000 });
    expect(text).toMatchObject({ added: 60_000, removed: 60_000, truncated: true, shortest: true });
    expect(text?.diff.length).toBeLessThanOrEqual(10_000);
  });

  /** Lines that the other file has too, in no order: the most that a diff can have to do. */
  const shuffled = (multiplier: number) =>
    numbered(400_000, (line) => String(((line * multiplier) % 1_000_003) % 7));

  it('bounds work and size for two large different files, and lets other work run', async () => {
    const { files, put } = sandbox();
    const running = compareFiles(
      files.access,
      put('a.txt', shuffled(7_919)),
      put('b.txt', shuffled(104_729)),
      {
        maxDiffBytes: 10_000,
      },
    );
    expect(await turnsDuring(running)).toBeGreaterThan(10);
    const { text } = await running;
    expect(text).toMatchObject({ truncated: true, shortest: false });
    expect(text?.diff.length).toBeLessThanOrEqual(10_000);
  });

  it('stops at once on abort', async () => {
    const { files, put } = sandbox();
    const controller = new AbortController();
    const [a, b] = [put('a.txt', shuffled(7_919)), put('b.txt', shuffled(104_729))];
    const running = compareFiles(files.access, a, b, { signal: controller.signal });
    const refused = expect(running).rejects.toThrow('enough');
    await new Promise((resolve) => setTimeout(resolve, 200));
    controller.abort(new Error('enough'));
    expect(await turnsDuring(refused)).toBeLessThan(5);
  });
});

const patchOf = (...parts: string[]): string => parts.join('');
const modify = (path: string, from: string, to: string): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${from}\n+${to}\n`;
const create = (path: string, line: string): string =>
  `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${line}\n`;
const erase = (path: string, line: string): string =>
  `--- a/${path}\n+++ /dev/null\n@@ -1 +0,0 @@\n-${line}\n`;

describe('applyPatch', () => {
  it('changes, creates and deletes files in one go', async () => {
    const { files, put, root } = sandbox();
    const path = put('a.txt', 'one\n');
    put('old.txt', 'bye\n');
    const patch = patchOf(
      modify('a.txt', 'one', 'two'),
      create('new/deep.txt', 'hello'),
      erase('old.txt', 'bye'),
    );
    const planned = await applyPatch(files.writing, patch, { folder: root, dryRun: true });
    expect(readFileSync(path, 'utf8')).toBe('one\n');
    const done = await applyPatch(files.writing, patch, { folder: root });
    expect(done.map(({ hash, ...rest }) => rest)).toEqual(planned);
    expect(done.map(({ action }) => action)).toEqual(['modify', 'create', 'delete']);
    expect(readFileSync(path, 'utf8')).toBe('two\n');
    expect(readFileSync(join(root, 'new/deep.txt'), 'utf8')).toBe('hello\n');
    expect(existsSync(join(root, 'old.txt'))).toBe(false);
    expect(files.trash()).toHaveLength(1);
    expect((await files.readText(path)).hash).toBe(done[0]?.hash);
  });

  it('applies what git makes, and the diff of compareFiles', async () => {
    const { files, put, root } = sandbox();
    const a = put('a.txt', numbered(300));
    const b = put(
      'b.txt',
      numbered(300, (line) => (line % 50 === 7 ? `changed ${line}\nand more` : String(line))),
    );
    const { text } = await compareFiles(files.access, a, b);
    const patch = (text?.diff ?? '').replace('+++ b.txt', '+++ a.txt');
    await applyPatch(files.writing, patch, { folder: root });
    expect(readFileSync(a, 'utf8')).toBe(readFileSync(b, 'utf8'));
  });

  it('finds a hunk that moved a little, and says by how much', async () => {
    const { files, put, root } = sandbox();
    const path = put('a.txt', `${numbered(30, () => 'filler')}one\n`);
    const [result] = await applyPatch(files.writing, modify('a.txt', 'one', 'two'), { folder: root });
    expect(result?.offsets).toEqual([30]);
    expect(readFileSync(path, 'utf8')).toBe(`${numbered(30, () => 'filler')}two\n`);
  });

  it('keeps line endings, encoding, mode, and a missing last line break', async () => {
    const { files, put, root } = sandbox();
    const crlf = put('crlf.txt', 'a\r\none\r\nb');
    const wide = put('wide.txt', Buffer.from('\uFEFFone\n', 'utf16le'));
    const narrow = put('narrow.txt', Buffer.from('caf\xe9\none\n', 'latin1'));
    writeFileSync(join(root, 'run.sh'), 'one\n', { mode: 0o750 });
    const middle =
      '--- a/crlf.txt\n+++ b/crlf.txt\n@@ -1,3 +1,4 @@\n a\n-one\n+two\n+three\n b\n\\ No newline at end of file\n';
    const accent = '--- a/narrow.txt\n+++ b/narrow.txt\n@@ -1,2 +1,2 @@\n café\n-one\n+né\n';
    const patch = patchOf(middle, modify('wide.txt', 'one', 'é'), accent, modify('run.sh', 'one', 'two'));
    await applyPatch(files.writing, patch, { folder: root });
    expect(readFileSync(crlf, 'utf8')).toBe('a\r\ntwo\r\nthree\r\nb');
    expect(readFileSync(wide, 'utf16le')).toBe('\uFEFFé\n');
    expect(readFileSync(narrow, 'latin1')).toBe('caf\xe9\nn\xe9\n');
    expect(statSync(join(root, 'run.sh')).mode & 0o777).toBe(0o750);
  });

  it.each([
    ['a hunk that does not fit', modify('b.txt', 'other', 'x'), 'conflict'],
    ['a hunk that fits twice', '--- a/c.txt\n+++ b/c.txt\n@@ -2 +2 @@\n-same\n+x\n', 'ambiguous'],
    ['a missing file', modify('none.txt', 'one', 'x'), 'not_found'],
    ['a taken name', create('b.txt', 'x'), 'already_exists'],
    ['a deletion of less than all', erase('d.txt', 'first'), 'conflict'],
    ['a path outside', modify('../../etc/passwd', 'one', 'x'), 'outside_roots'],
    ['a masked file', modify('.env', 'one', 'x'), 'forbidden'],
    ['a file named twice', modify('a.txt', 'one', 'y'), 'invalid_arguments'],
    ['a file named by two paths', modify('./x/../a.txt', 'one', 'y'), 'invalid_arguments'],
    [
      'a rename',
      'diff --git a/b.txt b/z.txt\nsimilarity index 100%\nrename from b.txt\nrename to z.txt\n',
      'unsupported',
    ],
    [
      'a binary change',
      'diff --git a/b.txt b/b.txt\nBinary files a/b.txt and b/b.txt differ\n',
      'unsupported',
    ],
  ])('writes nothing at all for %s', async (_, bad, code) => {
    const { files, put, root } = sandbox();
    const path = put('a.txt', 'one\n');
    put('b.txt', 'one\n');
    put('c.txt', 'same\nmiddle\nsame\n');
    put('d.txt', 'first\nsecond\n');
    put('.env', 'one\n');
    mkdirSync(join(root, 'x'));
    const before = readdirSync(root, { recursive: true });
    const fault = await refusal(() =>
      applyPatch(files.writing, patchOf(modify('a.txt', 'one', 'two'), bad), { folder: root }),
    );
    expect(fault.code).toBe(code);
    expect(readFileSync(path, 'utf8')).toBe('one\n');
    expect(readdirSync(root, { recursive: true })).toEqual(before);
  });

  it.each(['garbage', '', '@@ -1 +1 @@\n-a\n+b\n', '--- a\n+++ b\n@@ -1,9 +1 @@\n-a\n'])(
    'refuses %j as a patch',
    async (text) => {
      const { files } = sandbox();
      expect((await refusal(() => applyPatch(files.writing, text))).code).toBe('invalid_arguments');
    },
  );

  it('puts everything back when a write fails half-way', async () => {
    const { files, put, root } = sandbox();
    const path = put('a.txt', 'one\n');
    symlinkSync('nowhere', join(root, 'dangling'));
    utimesSync(path, 1_000, 1_000);
    const patch = patchOf(
      modify('a.txt', 'one', 'two'),
      create('b.txt', 'new'),
      create('dangling/c.txt', 'x'),
    );
    await refusal(() => applyPatch(files.writing, patch, { folder: root }));
    expect(readFileSync(path, 'utf8')).toBe('one\n');
    expect(statSync(path).mtimeMs, 'it was written and put back').toBeGreaterThan(1_000_000);
    expect(readdirSync(root).sort()).toEqual(['a.txt', 'dangling']);
  });

  it('orders concurrent patches of one file', async () => {
    const { files, put, root } = sandbox();
    const path = put('a.txt', '0\n');
    const patches = Array.from({ length: 20 }, (_, step) => modify('a.txt', String(step), String(step + 1)));
    await Promise.all(patches.map((patch) => applyPatch(files.writing, patch, { folder: root })));
    expect(readFileSync(path, 'utf8')).toBe('20\n');
  });
});
