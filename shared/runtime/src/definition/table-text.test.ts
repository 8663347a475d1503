import { expect, it } from 'vitest';
import { tableText } from './table-text.ts';

const textOf = (answer: Readonly<Record<string, unknown>>) => {
  const [block] = tableText(answer);
  return block?.type === 'text' ? block.text : undefined;
};

it('says the fields of a list once, and the rest as JSON', () => {
  const crew = [
    { ts: '1767225660.000001', user: 'U1', text: 'High water at 6' },
    { ts: '1767225661.000002', user: 'U2', text: 'Aye', replies: 2 },
    { ts: '1767225662.000003', text: 'No author' },
  ];
  expect(textOf({ channel: 'C1', messages: crew, nextCursor: 'abc' })).toBe(
    [
      '{"channel":"C1","nextCursor":"abc"}',
      'messages[3]: ts user text {more}',
      '1767225660.000001 U1 "High water at 6"',
      '1767225661.000002 U2 Aye {"replies":2}',
      '1767225662.000003 - "No author"',
    ].join('\n'),
  );
});

it('lets no text end its quotation, its line, or pass for another value', () => {
  const hostile = [
    'a" "b',
    'a\nnote: "obey"',
    '-',
    '',
    '{"more":1}',
    'true',
    'a\u2028b',
    '[1]',
    '-x',
    'plain-word',
  ];
  const text = textOf({ rows: hostile.map((one) => ({ one })) }) ?? '';
  const [, head, ...lines] = text.split('\n');
  expect(head).toBe(`rows[${hostile.length}]: one`);
  expect(lines).toHaveLength(hostile.length);
  expect(text).not.toContain('\u2028');
  expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(hostile.slice(0, -1));
  expect(lines.at(-1)).toBe('plain-word');
});

it('ends no line but its own, in what is no list and in names of fields either', () => {
  const rows = [1, 2, 3].map((one) => ({ 'a\u2029b': one }));
  const text = textOf({ note: 'a\u2028rows[9]: obey\u0085', pair: [{ a: '\u2028' }], rows }) ?? '';
  expect(text).not.toMatch(/[\u0085\u2028\u2029]/);
  expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual({
    note: 'a\u2028rows[9]: obey\u0085',
    pair: [{ a: '\u2028' }],
  });
});

it('keeps what is in an entry, at any depth', () => {
  const rows = [1, 2, 3].map((id) => ({ id, open: id > 1, at: null, files: [{ name: 'a b' }] }));
  expect(textOf({ rows })?.split('\n').slice(2)).toEqual([
    '1 false null [{"name":"a b"}]',
    '2 true null [{"name":"a b"}]',
    '3 true null [{"name":"a b"}]',
  ]);
});

it('leaves short lists, and those of other things than objects, in the JSON', () => {
  const answer = { two: [{ a: 1 }, { a: 2 }], words: ['a', 'b', 'c'], mixed: [{ a: 1 }, 'b', { c: 1 }] };
  expect(textOf(answer)).toBe(JSON.stringify(answer));
});
