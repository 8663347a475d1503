import { expect, it } from 'vitest';
import type { CallToolResult } from '../../engine/results.ts';
import { writeJson } from '../../json/written-json.ts';
import { answerLine } from './answer-line.ts';
import { lineOf } from './line-room.ts';

const long = 'words, "quoted"\n'.repeat(40);
const text = (value: string) => ({ type: 'text' as const, text: value });

it.each<[string, number | string, CallToolResult]>([
  [
    'a text twice',
    7,
    { content: [text(long)], structuredContent: { content: long, size: 4, next: undefined } },
  ],
  [
    'two texts',
    'a"b',
    { content: [text(long), text('short')], structuredContent: { b: `${long}x`, a: null } },
  ],
  ['an empty answer', 1, { content: [], structuredContent: {} }],
  [
    'an error',
    2,
    { content: [text('no')], isError: true, _meta: { 'portolan/error': { code: 'internal' } } },
  ],
  ['an image', 3, { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }],
  [
    'nested values',
    4,
    { content: [text('')], structuredContent: { a: [{ b: long }], c: undefined, d: { e: [] } } },
  ],
])('writes %s as JSON.stringify does', (_what, id, result) => {
  const line = lineOf(answerLine(id, result));
  expect(line).toBe(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});

it('keeps long texts apart, so that the second is a copy of the first', () => {
  const pieces = answerLine(1, { content: [text(long)], structuredContent: { content: long } });
  expect(pieces.filter((piece) => typeof piece !== 'string')).toEqual([{ text: long }, { text: long }]);
});

it('writes a structure that was written before as it was', () => {
  let looks = 0;
  const structuredContent = {
    get content() {
      looks += 1;
      return long;
    },
    next: undefined,
  };
  const result = { content: [text(writeJson(structuredContent))], structuredContent };
  const line = lineOf(answerLine(5, result));
  expect(looks).toBe(1);
  expect(line).toBe(`${JSON.stringify({ jsonrpc: '2.0', id: 5, result })}\n`);
});
