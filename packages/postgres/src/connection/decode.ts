import type { Column, Row } from './flight.ts';
import { ProtocolError } from './protocol-error.ts';

/** The messages of a server that are looked at, protocol 3.0, by their first byte. */
export const messageKinds = {
  commandComplete: 0x43,
  copyBoth: 0x57,
  copyIn: 0x47,
  dataRow: 0x44,
  emptyQuery: 0x49,
  error: 0x45,
  notice: 0x4e,
  portalSuspended: 0x73,
  ready: 0x5a,
  rowDescription: 0x54,
} as const;

/** Kind and length, which counts itself. */
const HEADER_BYTES = 5;
const NOTHING = Buffer.alloc(0);

/** Gets a whole message: its kind, the bytes it is in, and where its body begins and ends in them. */
export type TakeMessage = (kind: number, bytes: Buffer, from: number, to: number) => void;

/** Cuts what a server sends into messages. It keeps copies only: the bytes of a chunk are used again. */
export class MessageReader {
  readonly #take: TakeMessage;
  /** The beginning of a message that is not whole; it grows as more comes, not to what its header claims. */
  #held = NOTHING;
  #heldBytes = 0;
  /** Bytes that the message held has, or its header where that is not whole. */
  #wanted = 0;

  constructor(take: TakeMessage) {
    this.#take = take;
  }

  /** @throws ProtocolError for what is not the protocol */
  push(chunk: Buffer): void {
    const bytes = this.#withHeld(chunk);
    if (bytes === undefined) return;
    let from = 0;
    while (from + HEADER_BYTES <= bytes.length) {
      const to = from + 1 + bodyBytes(bytes, from);
      if (to > bytes.length) break;
      this.#take(bytes[from] ?? 0, bytes, from + HEADER_BYTES, to);
      from = to;
    }
    if (from < bytes.length) this.#hold(bytes.subarray(from));
  }

  /** Undefined while the message held is not whole: it may come in millions of pieces. */
  #withHeld(chunk: Buffer): Buffer | undefined {
    if (this.#heldBytes === 0) return chunk;
    this.#keep(chunk);
    if (this.#heldBytes < this.#wanted) return undefined;
    const bytes = this.#held.subarray(0, this.#heldBytes);
    this.#held = NOTHING;
    this.#heldBytes = 0;
    return bytes;
  }

  #hold(rest: Buffer): void {
    this.#wanted = rest.length < HEADER_BYTES ? HEADER_BYTES : 1 + bodyBytes(rest, 0);
    this.#keep(rest);
  }

  #keep(chunk: Buffer): void {
    const needed = this.#heldBytes + chunk.length;
    if (needed > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(this.#wanted, this.#held.length * 2)));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    chunk.copy(this.#held, this.#heldBytes);
    this.#heldBytes = needed;
  }
}

function bodyBytes(bytes: Buffer, from: number): number {
  const length = bytes.readInt32BE(from + 1);
  if (length < HEADER_BYTES - 1) throw new ProtocolError('a message has an impossible length');
  return length;
}

/** Where a text ends within a message. */
function endOfText(bytes: Buffer, from: number, to: number): number {
  const end = bytes.indexOf(0, from);
  if (end < 0 || end >= to) throw new ProtocolError('a text in a message has no end');
  return end;
}

/** How many values or columns a message announces. */
export function countIn(bytes: Buffer, from: number, to: number): number {
  const count = to - from < 2 ? -1 : bytes.readInt16BE(from);
  if (count < 0) throw new ProtocolError('a message has no count of what is in it');
  return count;
}

/** Of a column behind its name: table, attribute, type, length, modifier and format. */
const COLUMN_BYTES = 18;

/** @throws ProtocolError where the message holds less than it announces */
export function readColumns(bytes: Buffer, from: number, to: number): readonly Column[] {
  const columns: Column[] = [];
  let at = from + 2;
  for (let left = countIn(bytes, from, to); left > 0; left -= 1) {
    const end = endOfText(bytes, at, to);
    if (end + 1 + COLUMN_BYTES > to) throw new ProtocolError('a row description is shorter than its columns');
    columns.push({
      name: bytes.toString('utf8', at, end),
      table: bytes.readUInt32BE(end + 1),
      attribute: bytes.readInt16BE(end + 5),
      type: bytes.readUInt32BE(end + 7),
    });
    at = end + 1 + COLUMN_BYTES;
  }
  return columns;
}

/**
 * The values of a row, in text form.
 *
 * @throws ProtocolError where the message holds less than it announces
 */
export function readRow(bytes: Buffer, from: number, to: number): Row {
  const values: (string | null)[] = [];
  let at = from + 2;
  for (let left = countIn(bytes, from, to); left > 0; left -= 1) {
    const length = at + 4 > to ? to : bytes.readInt32BE(at);
    at += 4;
    if (at + length > to) throw new ProtocolError('a row is shorter than its values');
    if (length < 0) values.push(null);
    else {
      values.push(bytes.toString('utf8', at, at + length));
      at += length;
    }
  }
  return values;
}

/** A text that a zero ends. */
export const readText = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString('utf8', from, endOfText(bytes, from, to));

/** What a server says of a failure, as `pg` reports it while a connection opens. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  /** SQLSTATE. */
  readonly code: string;
  readonly severity: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** Of the first character in the statement it is about, from 1. */
  readonly position: string | undefined;

  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get('M') ?? '');
    this.code = fields.get('C') ?? '';
    // The severity that is never translated.
    this.severity = fields.get('V') ?? fields.get('S') ?? '';
    this.detail = fields.get('D');
    this.hint = fields.get('H');
    this.position = fields.get('P');
  }
}

/** @throws ProtocolError where a field has no end */
export function readError(bytes: Buffer, from: number, to: number): StatementError {
  const fields = new Map<string, string>();
  let at = from;
  while (at < to && bytes[at] !== 0) {
    const end = endOfText(bytes, at, to);
    fields.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, end));
    at = end + 1;
  }
  return new StatementError(fields);
}
