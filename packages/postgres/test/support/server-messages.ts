/** Messages of a server of Postgres, protocol 3.0, to be sent by one that is not one. */

export const int16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255]);

export const int32 = (value: number): Buffer =>
  Buffer.from([(value >>> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255]);

/** A kind and a body with the length between; another length where it is to be wrong. */
export function message(kind: string | number, ...body: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(body);
  const first = typeof kind === 'number' ? kind : kind.charCodeAt(0);
  return Buffer.concat([Buffer.from([first]), int32(bytes.length + 4), bytes]);
}

/** A value of a row with its length. */
export const value = (text: string | null): Buffer =>
  text === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);

export const text = (content: string): Buffer => Buffer.from(`${content}\0`);

/** Columns by their names, all of type text. */
export const rowDescription = (...names: readonly string[]): Buffer =>
  message(
    'T',
    int16(names.length),
    ...names.flatMap((name) => [text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  );

export const dataRow = (...values: readonly (string | null)[]): Buffer =>
  message('D', int16(values.length), ...values.map(value));

export const commandComplete = (tag: string): Buffer => message('C', text(tag));

export const ready = (): Buffer => message('Z', Buffer.from('I'));

/** A failure or a notice by its fields. */
export const said = (kind: 'E' | 'N', fields: Readonly<Record<string, string>>): Buffer =>
  message(
    kind,
    ...Object.entries(fields).map(([field, content]) => text(`${field}${content}`)),
    Buffer.alloc(1),
  );

/** A notice of 1 KB. */
export const notice = said('N', { S: 'NOTICE', V: 'NOTICE', C: '00000', M: 'x'.repeat(1_000) });

export const parameterStatus = (name: string, content: string): Buffer =>
  message('S', text(name), text(content));

export const authentication = (kind: number, ...rest: readonly Buffer[]): Buffer =>
  message('R', int32(kind), ...rest);
