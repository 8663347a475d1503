import { expect, it } from 'vitest';
import { createLineRoom, lineOf, type Piece } from './line-room.ts';

it('holds lines as their pieces make them, the same text copied', () => {
  const room = createLineRoom(10_000);
  const lines: Piece[][] = [
    ['{"a":', { text: 'grüße\n"€"' }, ',"b":', { text: 'grüße\n"€"' }, ',"c":', { text: 'other' }, '}\n'],
    ['plain é\n'],
    ['{"a":', { text: '' }, ',', { text: '' }, '}\n'],
  ];
  for (const line of lines) expect(room.add(line)).toBe(true);
  expect(room.bytes.toString()).toBe(lines.map(lineOf).join(''));
});

it.each<[string, Piece[]]>([
  ['a line that may be too long', ['é'.repeat(400)]],
  ['a text that may become too long', [{ text: '\u0001'.repeat(200) }]],
  ['a lone surrogate', ['"', { text: 'a\ud83d' }]],
])('takes nothing of %s', (_what, line) => {
  const room = createLineRoom(1_000);
  expect(room.add(['before\n'])).toBe(true);
  expect(room.add(line)).toBe(false);
  expect(room.bytes.toString()).toBe('before\n');
  room.clear();
  expect(room.bytes).toHaveLength(0);
});
