import type { Step } from './flight.ts';

/**
 * Messages of a client to a server of Postgres, protocol 3.0: the extended query protocol alone. They are
 * made here and not by `pg`, which writes each message by itself; a flight of five statements is twenty.
 */
class Messages {
  #buffer = Buffer.allocUnsafe(1_024);
  #length = 0;

  /** One message: its kind, its length, its body. */
  add(kind: string, body: () => void): this {
    this.#room(5);
    this.#buffer[this.#length] = kind.charCodeAt(0);
    const at = this.#length + 1;
    this.#length += 5;
    body();
    this.#buffer.writeInt32BE(this.#length - at, at);
    return this;
  }

  /** What is meant by a name: `P` for a portal. */
  kind(letter: string): this {
    this.#room(1);
    this.#buffer[this.#length] = letter.charCodeAt(0);
    this.#length += 1;
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
    this.int32(Buffer.byteLength(value));
    this.#write(value);
    return this;
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #write(value: string): void {
    this.#room(Buffer.byteLength(value));
    this.#length += this.#buffer.write(value, this.#length);
  }

  #room(needed: number): void {
    if (this.#length + needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + needed));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

const PORTAL = 'portolan';

/** Each group of statements with a synchronisation behind it, as one piece to write. */
export function encodeFlight(...groups: readonly (readonly Step[])[]): Buffer {
  const messages = new Messages();
  for (const steps of groups) {
    for (const step of steps) addStep(messages, step);
    messages.add('S', () => {});
  }
  return messages.bytes();
}

function addStep(
  messages: Messages,
  { text, values = [], maxRows = 0, skip = 0, rowless = false }: Step,
): void {
  const portal = skip > 0 ? PORTAL : '';
  parse(messages, text);
  bind(messages, portal, values);
  if (!rowless) messages.add('D', () => messages.kind('P').text(portal));
  if (skip > 0) {
    parse(messages, `MOVE FORWARD ${skip} IN ${PORTAL}`);
    bind(messages, '', []);
    messages.add('E', () => messages.text('').int32(0));
  }
  messages.add('E', () => messages.text(portal).int32(maxRows));
}

/** The unnamed statement, whose parameter types the server infers. */
const parse = (messages: Messages, text: string) =>
  messages.add('P', () => messages.text('').text(text).int16(0));

/** Parameters and results in text form. */
const bind = (messages: Messages, portal: string, values: readonly (string | null)[]) =>
  messages.add('B', () => {
    messages.text(portal).text('').int16(0).int16(values.length);
    for (const value of values) messages.value(value);
    messages.int16(0);
  });
