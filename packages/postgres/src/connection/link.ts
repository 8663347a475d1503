import type { Duplex } from 'node:stream';
import { MessageReader, messageKinds, readError } from './decode.ts';
import { encode, SYNC } from './encode.ts';
import type { Beginning } from './envelope.ts';
import { Flight, type FlightResult, type Step } from './flight.ts';
import { FloodError, ProtocolError } from './protocol-error.ts';

/** The status of a connection that is in no transaction: `I`. */
const IDLE = 0x49;
/** What a server may send while nothing is asked of it, bytes: news of its settings, why it closes. */
const MAX_UNASKED_BYTES = 1024 * 1024;

/**
 * A connection to a server after its login: flights go out, their answers come back in the same order.
 * `pg` opens it (TLS, passwords); then its reader, which makes an object and an event of each message,
 * gives way to one that makes rows.
 */
export class Link {
  readonly #stream: Duplex;
  readonly #write: (bytes: Buffer) => void;
  readonly #reader: MessageReader;
  readonly #flights: Flight[] = [];
  #failure: Error | undefined;
  #idle = true;
  #unasked = 0;

  /**
   * @param stream with a logged-in server at its end; what comes from it is given to `read`
   * @param write sends by it
   */
  constructor(stream: Duplex, write: (bytes: Buffer) => void) {
    this.#stream = stream;
    this.#write = write;
    this.#reader = new MessageReader((kind, bytes, from, to) => this.#take(kind, bytes, from, to));
    stream.once('error', (error) => this.#lose(error));
    stream.once('close', () => this.#lose(new Error('The connection was closed.')));
  }

  /** Whether it can be used no more. */
  get lost(): boolean {
    return this.#failure !== undefined;
  }

  /** Whether no transaction was open when the last flight ended. */
  get idle(): boolean {
    return this.#idle;
  }

  /** Sends what a flight waits for, up to its synchronisation, as one piece. */
  send(bytes: Buffer, flight: Flight): void {
    if (this.#failure !== undefined) {
      flight.lose(this.#failure);
      return;
    }
    this.#flights.push(flight);
    this.#unasked = 0;
    this.#write(bytes);
  }

  /**
   * Sends statements, each alone in its message, in one round trip. The first that fails stops those
   * after it.
   *
   * @throws the server's error, or the connection's
   */
  fly(...steps: readonly Step[]): Promise<FlightResult> {
    return new Promise((resolve, reject) => {
      this.send(encode(steps, undefined, SYNC), new Flight(steps, 0, { resolve, reject }));
    });
  }

  /** Begins a transaction. */
  begin({ bytes, statements }: Beginning): Promise<FlightResult> {
    return new Promise((resolve, reject) => {
      this.send(encode([], bytes, SYNC), new Flight([], statements, { resolve, reject }));
    });
  }

  /** Takes what came; the bytes are used before it returns, or copied. */
  read(chunk: Buffer): void {
    const flight = this.#flights[0];
    if (flight === undefined) this.#unasked += chunk.length;
    if (this.#unasked > MAX_UNASKED_BYTES) {
      this.#end(new FloodError(`more than ${MAX_UNASKED_BYTES} bytes that nobody asked for`));
      return;
    }
    if (flight?.receive(chunk.length)) {
      flight.overflow();
      this.#flights.shift();
      this.#end(new Error('The connection was closed: more came than a call may receive.'));
      return;
    }
    try {
      this.#reader.push(chunk);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take(kind: number, bytes: Buffer, from: number, to: number): void {
    if (kind === messageKinds.ready) {
      if (!this.#flights[0]?.isAnswered) throw new ProtocolError('it is ready before it has answered');
      this.#idle = bytes[from] === IDLE;
      this.#flights.shift()?.end();
    } else if (kind === messageKinds.copyIn || kind === messageKinds.copyBoth) {
      throw new ProtocolError('it waits for data, and there is none');
    } else if (this.#flights[0] !== undefined) {
      this.#flights[0].take(kind, bytes, from, to);
    } else if (kind === messageKinds.error) {
      // Nobody asked: the server says why it is about to close.
      throw readError(bytes, from, to);
    }
  }

  #end(error: Error): void {
    this.#lose(error);
    this.#stream.destroy();
  }

  #lose(error: Error): void {
    this.#failure ??= error;
    for (const flight of this.#flights.splice(0)) flight.lose(this.#failure);
  }
}
