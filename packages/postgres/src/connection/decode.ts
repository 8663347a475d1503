import type { Column, Row } from './flight.ts';

/** The messages of a server that are looked at, protocol 3.0, by their first byte. */
export const messageKinds = {
  commandComplete: 0x43,
  copyBoth: 0x57,
  copyIn: 0x47,
  dataRow: 0x44,
  emptyQuery: 0x49,
  error: 0x45,
  portalSuspended: 0x73,
  ready: 0x5a,
  rowDescription: 0x54,
} as const;

/** Kind and length, which counts itself. */
const HEADER_BYTES = 5;

/** Gets a whole message: its kind, the bytes it is in, and where its body begins and ends in them. */
export type TakeMessage = (kind: number, bytes: Buffer, from: number, to: number) => void;

/** Cuts what a server sends into messages. It keeps copies only: the bytes of a chunk are used again. */
export class MessageReader {
  readonly #take: TakeMessage;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Bytes that the first message held has, or its header where that is not whole. */
  #wanted = 0;

  constructor(take: TakeMessage) {
    this.#take = take;
  }

  /** @throws Error for what is not the protocol */
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
    if (from < bytes.length) this.#hold(Buffer.from(bytes.subarray(from)));
  }

  /** Undefined while the first message is not whole: it may come in thousands of pieces. */
  #withHeld(chunk: Buffer): Buffer | undefined {
    if (this.#held.length === 0) return chunk;
    this.#held.push(Buffer.from(chunk));
    this.#heldBytes += chunk.length;
    if (this.#heldBytes < this.#wanted) return undefined;
    const bytes = Buffer.concat(this.#held, this.#heldBytes);
    this.#held = [];
    return bytes;
  }

  #hold(rest: Buffer): void {
    this.#held = [rest];
    this.#heldBytes = rest.length;
    this.#wanted = rest.length < HEADER_BYTES ? HEADER_BYTES : 1 + bodyBytes(rest, 0);
  }
}

function bodyBytes(bytes: Buffer, from: number): number {
  const length = bytes.readInt32BE(from + 1);
  if (length < HEADER_BYTES - 1) throw new Error('The server does not speak the protocol of Postgres.');
  return length;
}

/** The columns of a row description. */
export function readColumns(bytes: Buffer, from: number): readonly Column[] {
  const columns: Column[] = [];
  let at = from + 2;
  for (let left = bytes.readInt16BE(from); left > 0; left -= 1) {
    const end = bytes.indexOf(0, at);
    columns.push({
      name: bytes.toString('utf8', at, end),
      table: bytes.readUInt32BE(end + 1),
      attribute: bytes.readInt16BE(end + 5),
      type: bytes.readUInt32BE(end + 7),
    });
    // Then its length, modifier and format.
    at = end + 19;
  }
  return columns;
}

/** The values of a row, in text form. */
export function readRow(bytes: Buffer, from: number): Row {
  const values: (string | null)[] = [];
  let at = from + 2;
  for (let left = bytes.readInt16BE(from); left > 0; left -= 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) values.push(null);
    else {
      values.push(bytes.toString('utf8', at, at + length));
      at += length;
    }
  }
  return values;
}

/** A text that a zero ends. */
export const readText = (bytes: Buffer, from: number): string =>
  bytes.toString('utf8', from, bytes.indexOf(0, from));

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

export function readError(bytes: Buffer, from: number): StatementError {
  const fields = new Map<string, string>();
  let at = from;
  while ((bytes[at] ?? 0) !== 0) {
    const end = bytes.indexOf(0, at);
    fields.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, end));
    at = end + 1;
  }
  return new StatementError(fields);
}
