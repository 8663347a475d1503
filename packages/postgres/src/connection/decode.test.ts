import { expect, it } from 'vitest';
import { MessageReader, messageKinds, readColumns, readError, readRow } from './decode.ts';

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) =>
  Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const message = (kind: number, ...body: readonly Buffer[]) => {
  const bytes = Buffer.concat(body);
  return Buffer.concat([Buffer.from([kind]), int32(bytes.length + 4), bytes]);
};
const value = (text: string | null) =>
  text === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
const row = (...texts: readonly (string | null)[]) =>
  message(messageKinds.dataRow, int16(texts.length), ...texts.map(value));

/** What a reader takes of chunks: each message's kind, and a row's values. */
function taken(...chunks: readonly Buffer[]): unknown[] {
  const found: unknown[] = [];
  const reader = new MessageReader((kind, bytes, from, to) => {
    found.push(kind === messageKinds.dataRow ? readRow(bytes, from) : [kind, to - from]);
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
  expect(() => taken(bytes)).toThrow('does not speak the protocol');
});

it('reads columns, the numbers of types and tables beyond 2³¹ too', () => {
  const column = (name: string, table: number, attribute: number, type: number) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(table), int16(attribute), int32(type), Buffer.alloc(8)]);
  const bytes = Buffer.concat([
    int16(2),
    column('日本', 4_000_000_001, 2, 4_000_000_000),
    column('', 0, 0, 23),
  ]);
  expect(readColumns(bytes, 0)).toEqual([
    { name: '日本', table: 4_000_000_001, attribute: 2, type: 4_000_000_000 },
    { name: '', table: 0, attribute: 0, type: 23 },
  ]);
});

it('reads what a server says of a failure', () => {
  const bytes = Buffer.from('SFEHLER\0VERROR\0C42P01\0Mno such thing\0HLook.\0P15\0\0');
  expect(readError(bytes, 0)).toMatchObject({
    message: 'no such thing',
    code: '42P01',
    severity: 'ERROR',
    hint: 'Look.',
    position: '15',
    detail: undefined,
  });
});
