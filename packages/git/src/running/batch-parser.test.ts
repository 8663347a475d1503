import { expect, it } from 'vitest';
import { type BatchAnswer, BatchParser } from './batch-parser.ts';

const id = 'a'.repeat(40);

function parserOf(content: boolean, maxBytes = 100) {
  const answers: BatchAnswer[] = [];
  const deliver = (answer: BatchAnswer) => answers.push(answer);
  return { answers, parser: new BatchParser({ bringsContent: () => content, deliver, maxBytes }) };
}

it('reads the same however the output is cut', () => {
  const output = Buffer.from(`${id} blob 5\na\nb\0c\nx y missing\n${id} tree 0\n\n${id} blob 3\nmis\n`);
  for (let size = 1; size <= output.length; size += 1) {
    const { answers, parser } = parserOf(true);
    for (let at = 0; at < output.length; at += size) parser.push(output.subarray(at, at + size));
    expect(
      answers.map((found) => found && 'bytes' in found && found.bytes.toString()),
      `${size}`,
    ).toEqual(['a\nb\0c', undefined, '', 'mis']);
  }
});

it.each([
  ['a header of another kind', 'fatal: oh no\n'],
  ['an unknown type', `${id} blub 5\n`],
  ['a size that is none', `${id} blob -5\n`],
  ['no line end', 'x'.repeat(5_000)],
  ['a line that is too long', `${'x'.repeat(5_000)} missing\n`],
  ['more than may be read', `${id} blob 101\n`],
  ['content without its end', `${id} blob 1\nab\n`],
])('refuses %s', (_what, output) => {
  expect(() => parserOf(true).parser.push(Buffer.from(output))).toThrow();
});

it('takes ids of SHA-256, and no content where only the header was asked for', () => {
  const { answers, parser } = parserOf(false);
  parser.push(Buffer.from(`${'b'.repeat(64)} commit 999\n${'c'.repeat(7)} ambiguous\n`));
  expect(answers).toEqual([{ id: 'b'.repeat(64), type: 'commit', size: 999 }, undefined]);
});
