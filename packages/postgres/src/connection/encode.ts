import type { Step } from './flight.ts';

/** Longest text in UTF-8 of one UTF-16 unit, bytes. */
const MAX_UNIT_BYTES = 3;
const PORTAL = 'portolan';

/**
 * Messages of a client to a server of Postgres, protocol 3.0: the extended query protocol alone. They are
 * made here and not by `pg`, which writes each message by itself; a call of five statements is twenty.
 */
class Messages {
  #buffer = Buffer.allocUnsafe(1_024);
  #length = 0;
  #begun = 0;

  /** Begins a message of a kind; `end` writes its length. */
  begin(kind: string): this {
    this.#room(5);
    this.#buffer[this.#length] = kind.charCodeAt(0);
    this.#begun = this.#length + 1;
    this.#length += 5;
    return this;
  }

  end(): this {
    this.#buffer.writeInt32BE(this.#length - this.#begun, this.#begun);
    return this;
  }

  text(value: string): this {
    this.#write(value);
    this.#room(1);
    this.#buffer[this.#length] = 0;
    this.#length += 1;
    return this;
  }

  int16(value: number): this {
    this.#room(2);
    this.#length = this.#buffer.writeInt16BE(value, this.#length);
    return this;
  }

  int32(value: number): this {
    this.#room(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
    return this;
  }

  /** A parameter in text form with its length; -1 is NULL. */
  value(value: string | null): this {
    if (value === null) return this.int32(-1);
    const at = this.#length;
    this.int32(0).#write(value);
    this.#buffer.writeInt32BE(this.#length - at - 4, at);
    return this;
  }

  /** What is made already. */
  bytes(made: Uint8Array): this {
    this.#room(made.length);
    this.#buffer.set(made, this.#length);
    this.#length += made.length;
    return this;
  }

  made(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #write(value: string): void {
    // Most names are empty, and a call to write nothing is a call.
    if (value === '') return;
    this.#room(value.length * MAX_UNIT_BYTES);
    this.#length += this.#buffer.write(value, this.#length);
  }

  #room(needed: number): void {
    if (this.#length + needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + needed));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

const nothing = Buffer.alloc(0);

/** Statements, each alone in its messages, with what was made before around them. */
export function encode(
  steps: readonly Step[],
  before: Uint8Array = nothing,
  after: Uint8Array = nothing,
): Buffer {
  const messages = new Messages().bytes(before);
  for (const step of steps) addStep(messages, step);
  return messages.bytes(after).made();
}

/** What ends a flight: the server answers it when all before it is done, or has failed. */
export const SYNC: Buffer = new Messages().begin('S').end().made();

function addStep(
  messages: Messages,
  { text, values = [], maxRows = 0, skip = 0, rowless = false }: Step,
): void {
  const portal = skip > 0 ? PORTAL : '';
  parse(messages, text);
  bind(messages, portal, values);
  if (!rowless) messages.begin('D').text(`P${portal}`).end();
  if (skip > 0) {
    parse(messages, `MOVE FORWARD ${skip} IN ${PORTAL}`);
    bind(messages, '', []);
    messages.begin('E').text('').int32(0).end();
  }
  messages.begin('E').text(portal).int32(maxRows).end();
}

/** The unnamed statement, whose parameter types the server infers. */
const parse = (messages: Messages, text: string) => messages.begin('P').text('').text(text).int16(0).end();

/** Parameters and results in text form. */
function bind(messages: Messages, portal: string, values: readonly (string | null)[]): void {
  messages.begin('B').text(portal).text('').int16(0).int16(values.length);
  for (const value of values) messages.value(value);
  messages.int16(0).end();
}
