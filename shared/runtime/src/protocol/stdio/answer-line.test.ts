import { expect, it } from 'vitest';
import type { CallToolResult } from '../../engine/results.ts';
import { writeJson } from '../../json/written-json.ts';
import { answerLine } from './answer-line.ts';
import { isLongLine, lineOf, partsOf } from './line-room.ts';

const long = 'words, "quoted"\n'.repeat(40);
const huge = 'A"\ud83d\ude00'.repeat(150_000);
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
    'a huge text in a resource and in a structure',
    6,
    {
      content: [{ type: 'resource', resource: { uri: 'file:///a', mimeType: 'a/b', blob: huge } }],
      structuredContent: {
        content: [undefined, { type: 'resource', data: undefined, resource: { blob: huge } }],
        size: 1,
      },
    },
  ],
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

it('copies no huge text into the JSON around it, and gives a long line in parts', () => {
  const resource = { uri: 'file:///a', blob: huge };
  const result: CallToolResult = {
    content: [{ type: 'resource', resource }],
    structuredContent: { content: [{ resource }] },
  };
  const pieces = answerLine(1, result);
  expect(pieces.filter((piece) => typeof piece !== 'string')).toEqual([{ text: huge }, { text: huge }]);
  expect(isLongLine(pieces)).toBe(true);
  const parts = [...partsOf(pieces)];
  expect(parts.join('')).toBe(lineOf(pieces));
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(300_000);
});

it.each(['\ud83d', '\ude00', '\ud83d\ud83d\ude00', '\u0001"'])('cuts no character in two: %j', (unit) => {
  for (const shift of ['', 'a', 'ab']) {
    const pieces = [`${shift}${'x'.repeat(9)}`, { text: shift + unit.repeat(200_000) }];
    expect([...partsOf(pieces)].join('')).toBe(lineOf(pieces));
    for (const part of partsOf(pieces)) expect(part.isWellFormed()).toBe(true);
  }
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
