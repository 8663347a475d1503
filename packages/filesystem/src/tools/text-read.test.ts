import { text } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { renderText, textAnswer, textInput, textOutput } from './text-read.ts';

it('answers a whole file as its text alone', async () => {
  const { files, put } = sandbox();
  const answer = textAnswer(await files.readText(put('a.txt', 'one\n')));
  expect(answer).toEqual({
    content: 'one\n',
    hash: expect.any(String),
    size: 4,
    encoding: 'utf-8',
    truncated: false,
  });
  expect(textOutput.parse(answer)).toEqual(answer);
  expect(renderText(answer)).toEqual([text('one\n')]);
});

it('says of a cut one how large it is and where to go on', async () => {
  const { files, put } = sandbox();
  const path = put('a.txt', 'one\n'.repeat(10));
  const answer = textAnswer(await files.readText(path, { maxBytes: 8 }));
  expect(answer).toMatchObject({ content: 'one\none\n', truncated: true, nextOffset: 2, nextUnit: 'lines' });
  expect(renderText(answer)).toEqual([
    text('one\none\n'),
    text('[Cut: the file has 40 bytes. Go on with offset 2, unit "lines".]'),
  ]);
  const { nextOffset, nextUnit, ...blind } = answer;
  expect([nextOffset, nextUnit]).toEqual([2, 'lines']);
  expect(renderText(blind)[1]).toEqual(text('[Cut: the file has 40 bytes. Read parts with read_text_file.]'));
});

it.each([{ head: 0 }, { tail: 1.5 }, { offset: -1 }, { limit: 0 }, { encoding: 'utf-7' }])(
  'takes no %o',
  (part) => {
    expect(textInput.safeParse({ path: 'a', ...part }).success).toBe(false);
  },
);
