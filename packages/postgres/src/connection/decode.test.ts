import { describe, expect, it } from 'vitest';
import { int16, int32, message, value } from '../../test/support/server-messages.ts';
import { MessageReader, messageKinds, readColumns, readError, readRow, readText } from './decode.ts';
import { ProtocolError } from './protocol-error.ts';

const row = (...texts: readonly (string | null)[]) =>
  message(messageKinds.dataRow, int16(texts.length), ...texts.map(value));

/** What a reader takes of chunks: each message's kind, and a row's values. */
function taken(...chunks: readonly Buffer[]): unknown[] {
  const found: unknown[] = [];
  const reader = new MessageReader((kind, bytes, from, to) => {
    found.push(kind === messageKinds.dataRow ? readRow(bytes, from, to) : [kind, to - from]);
  });
  for (const chunk of chunks) reader.push(chunk);
  return found;
}

it('reads messages wherever a chunk ends', () => {
  const whole = Buffer.concat([
    row('1', null, '', 'zwölf €', '😀'),
    message(messageKinds.commandComplete, Buffer.from('SELECT 1\0')),
    row(),
    message(messageKinds.ready, Buffer.from('I')),
  ]);
  const expected = [
    ['1', null, '', 'zwölf €', '😀'],
    [messageKinds.commandComplete, 9],
    [],
    [messageKinds.ready, 1],
  ];
  for (let cut = 0; cut <= whole.length; cut += 1) {
    expect(taken(whole.subarray(0, cut), whole.subarray(cut))).toEqual(expected);
  }
  expect(taken(...Array.from(whole, (byte) => Buffer.from([byte])))).toEqual(expected);
});

it('reads a long value that comes in many pieces', () => {
  const long = 'x'.repeat(1_000_000);
  const whole = Buffer.concat([row(long), row('after')]);
  const chunks = Array.from({ length: Math.ceil(whole.length / 999) }, (_, at) =>
    whole.subarray(at * 999, (at + 1) * 999),
  );
  expect(taken(...chunks)).toEqual([[long], ['after']]);
});

it.each([
  ['a length that counts less than itself', Buffer.from([messageKinds.ready, 0, 0, 0, 3, 1])],
  ['a negative one', Buffer.from([messageKinds.ready, 255, 255, 255, 255, 1])],
])('refuses %s', (_what, bytes) => {
  expect(() => taken(bytes)).toThrow('an impossible length');
});

it('reads columns, the numbers of types and tables beyond 2³¹ too', () => {
  const column = (name: string, table: number, attribute: number, type: number) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(table), int16(attribute), int32(type), Buffer.alloc(8)]);
  const bytes = Buffer.concat([
    int16(2),
    column('日本', 4_000_000_001, 2, 4_000_000_000),
    column('', 0, 0, 23),
  ]);
  expect(readColumns(bytes, 0, bytes.length)).toEqual([
    { name: '日本', table: 4_000_000_001, attribute: 2, type: 4_000_000_000 },
    { name: '', table: 0, attribute: 0, type: 23 },
  ]);
});

it('reads what a server says of a failure', () => {
  const bytes = Buffer.from('SFEHLER\0VERROR\0C42P01\0Mno such thing\0HLook.\0P15\0\0');
  expect(readError(bytes, 0, bytes.length)).toMatchObject({
    message: 'no such thing',
    code: '42P01',
    severity: 'ERROR',
    hint: 'Look.',
    position: '15',
    detail: undefined,
  });
});

describe('a message that holds less than it announces', () => {
  // What follows in the same piece is not its own, and has no zero in which a text could end.
  const after = Buffer.alloc(200_000, 1);
  const lengthless = Buffer.from([0, 1, 1, 1]);
  it.each([
    ['a row without its values', () => readRow(Buffer.concat([int16(2), after]), 0, 2)],
    ['a value longer than its row', () => readRow(Buffer.concat([int16(1), int32(9), after]), 0, 8)],
    ['a value of 2 GB', () => readRow(Buffer.concat([int16(1), int32(2 ** 31 - 1), after]), 0, 8)],
    ['a negative count of values', () => readRow(int16(-5), 0, 2)],
    ['no count of values', () => readRow(Buffer.from([1]), 0, 1)],
    ['columns that are not there', () => readColumns(Buffer.concat([int16(32_767), after]), 0, 2)],
    [
      'a column that ends after its name',
      () => readColumns(Buffer.concat([int16(1), Buffer.from('a\0')]), 0, 4),
    ],
    ['a name without an end', () => readColumns(Buffer.concat([int16(1), Buffer.from('abc'), after]), 0, 5)],
    [
      'a failure without an end',
      () => readError(Buffer.concat([Buffer.from('E'), lengthless, after]), 5, 200_005),
    ],
    ['a tag without an end', () => readText(after, 0, 10)],
  ])('is refused: %s', (_what, read) => {
    expect(read).toThrow(ProtocolError);
  });
});
