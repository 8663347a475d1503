import { expect, it } from 'vitest';
import { connectGit, type GitClient } from '../test-support.ts';

/** Reads a file from part to part as the answers say; each part is small, and ends in a whole character. */
async function readParts({ ok }: GitClient, path: string, first: Readonly<Record<string, unknown>> = {}) {
  const parts: string[] = [];
  const encodings = new Set<unknown>();
  const ways = new Set<string>();
  for (let from: Readonly<Record<string, unknown>> | undefined = first; from !== undefined; ) {
    const { structured, bytes, text } = await ok('read_file', { path, ...from });
    expect(bytes).toBeLessThanOrEqual(65_536);
    const { content, encoding, nextLine, nextOffset } = structured;
    expect(String(content).isWellFormed()).toBe(true);
    parts.push(String(content));
    encodings.add(encoding);
    from = undefined;
    if (nextLine !== undefined) from = { start_line: nextLine };
    if (nextOffset !== undefined) {
      expect(text).toContain(
        `[Cut: the file has ${structured.size} bytes. Go on with offset ${nextOffset}.]`,
      );
      from = { offset: nextOffset };
    }
    for (const way of Object.keys(from ?? {})) ways.add(way);
  }
  return { parts, content: parts.join(''), encodings: [...encodings], ways: [...ways] };
}

const long = (length: number) => Array.from({ length }, (_, index) => `${index}é€😀"\\`).join('');

const texts: Readonly<Record<string, string>> = {
  'one line of 2 MB': `var a="${'x'.repeat(2_000_000)}";`,
  'one line of characters of many bytes': long(20_000),
  'the same, a byte later': `a${long(20_000)}`,
  'the same, two bytes later': `é${long(20_000)}`,
  'a long line between short ones': `${'short\n'.repeat(2_100)}${long(9_000)}\n${'é short\n'.repeat(9_000)}end`,
  'lines that end with CR LF': `${'words\r\n'.repeat(9_000)}${'y'.repeat(60_000)}\r\n${'words\r\n'.repeat(50)}`,
  'CR alone': 'line\r'.repeat(30_000),
  'an end without a line end': `one\n${'z'.repeat(30_000)}`,
  'marks inside of it': `a${'\ufeffmark'.repeat(9_000)}\n${'\ufeffline\n'.repeat(4_000)}`,
  'empty lines alone': '\n'.repeat(30_000),
};

it.each(Object.entries(texts))('gives every byte of a file from part to part: %s', async (_what, content) => {
  const git = await connectGit();
  git.commit('one', { f: content });
  const read = await readParts(git, 'f');
  expect(read.content === content).toBe(true);
  expect(read.encodings).toEqual(['utf-8']);
  expect(read.parts.length).toBeGreaterThan(1);
});

it('counts the mark that a text begins with, and does not give it', async () => {
  const git = await connectGit();
  git.commit('one', { f: `\ufeff${'x'.repeat(60_000)}` });
  const { structured } = await git.ok('read_file', { path: 'f' });
  expect(structured.nextOffset).toBe(3 + String(structured.content).length);
  expect((await readParts(git, 'f')).content === 'x'.repeat(60_000)).toBe(true);
});

it('goes on by line as soon as a part ends with one, with the number that the line has', async () => {
  const git = await connectGit();
  git.commit('one', { f: `first\n${'x'.repeat(60_000)}\n${'short\n'.repeat(9_000)}` });
  const { structured: before } = await git.ok('read_file', { path: 'f' });
  expect(before).toMatchObject({ content: 'first\n', nextLine: 2 });
  expect(before).not.toHaveProperty('nextOffset');
  const { structured: cut } = await git.ok('read_file', { path: 'f', start_line: 2 });
  expect(cut).not.toHaveProperty('nextLine');
  expect(cut.nextOffset).toBe(6 + String(cut.content).length);
  const { structured: end } = await git.ok('read_file', { path: 'f', offset: 60_000, max_lines: 3 });
  expect(end).toMatchObject({ content: 'xxxxxx\nshort\nshort\n', nextLine: 5 });
  expect((await readParts(git, 'f')).ways).toEqual(['start_line', 'offset']);
});

it.each([
  ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
  ['utf-16be', (text: string) => Buffer.from(text, 'utf16le').swap16()],
] as const)('gives every character of a file in %s, its lines where they are', async (encoding, encode) => {
  const git = await connectGit();
  const content = `first\nĊ second ਊ\n${long(30_000)}\n${'short 😀\n'.repeat(9_000)}end`;
  git.commit('one', { f: encode(`\ufeff${content}`) });
  const read = await readParts(git, 'f');
  expect(read.content === content).toBe(true);
  expect(read).toMatchObject({ encodings: [encoding], ways: ['start_line', 'offset'] });
  const line = await git.ok('read_file', { path: 'f', start_line: 2, max_lines: 1 });
  expect(line.structured).toMatchObject({ content: 'Ċ second ਊ\n', nextLine: 3 });
});

it('gives every byte of a file that is no UTF-8, the last one too', async () => {
  const git = await connectGit();
  const content = `${'Ã© ÿ° caf\xe9 '.repeat(9_000)}\n\xe9\n\xe9`;
  git.commit('one', { f: Buffer.from(content, 'latin1'), short: Buffer.from('caf\xe9', 'latin1') });
  const read = await readParts(git, 'f');
  expect(read.content === content).toBe(true);
  expect(read.encodings).toEqual(['windows-1252']);
  expect((await git.ok('read_file', { path: 'short' })).structured.content).toBe('café');
});

it('begins at the character that an offset is inside of', async () => {
  const git = await connectGit();
  const text = 'aé€😀z';
  git.commit('one', { f: text, wide: Buffer.from(`\ufeff${text}`, 'utf16le') });
  const at = async (path: string, offset: number) =>
    (await git.ok('read_file', { path, offset })).structured.content;
  const utf8 = [text, 'é€😀z', 'é€😀z', '€😀z', '€😀z', '€😀z', '😀z', '😀z', '😀z', '😀z', 'z', '', ''];
  for (const [offset, rest] of utf8.entries())
    expect([offset, await at('f', offset)]).toEqual([offset, rest]);
  const wide = [text, text, 'é€😀z', '€😀z', '😀z', '😀z', 'z', '', ''];
  for (const [unit, rest] of wide.entries()) {
    for (const offset of [unit * 2, unit * 2 + 1])
      expect([offset, await at('wide', offset)]).toEqual([offset, rest]);
  }
});

it('takes a line or an offset, not both, and gives nothing behind the end', async () => {
  const git = await connectGit();
  git.commit('one', { f: 'one\ntwo\n' });
  const both = await git.call('read_file', { path: 'f', start_line: 2, offset: 4 });
  expect(both.error).toMatchObject({
    code: 'invalid_arguments',
    message: 'start_line and offset cannot be combined.',
  });
  expect(await git.refused('read_file', { path: 'f', offset: -1 })).toBe('invalid_arguments');
  const behind = await git.ok('read_file', { path: 'f', offset: 1e12 });
  expect(behind.structured).toEqual({ content: '', kind: 'file', size: 8, encoding: 'utf-8' });
});
