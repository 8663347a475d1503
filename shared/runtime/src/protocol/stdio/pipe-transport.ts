import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { tooLongAnswers } from '../malformed.ts';
import type { Wire } from '../wire.ts';
import { createLineReader, type LongLine } from './line-reader.ts';
import type { Piece } from './line-room.ts';
import { createLineWriter, type OnWritten } from './line-writer.ts';

/** The longest line, bytes; the library's own limit. */
export const MAX_LINE_BYTES = 10 * 1024 * 1024;

/** JSON lines on standard streams, which besides take answers as lines already written. */
export interface PipeTransport extends Wire {
  /** Sends a line with its line feed, unless the connection is closed; `more` as for `LineWriter`. */
  sendLine(line: readonly Piece[], onWritten: OnWritten, more?: boolean): void;
}

/**
 * Speaks JSON lines on two streams, like the library's own transport: a line that is no JSON is passed
 * over, and the end of the input closes. Unlike that one it refuses a line that is too long without closing,
 * hands on values that nobody looked at, serves one message to the end of its turn before the next (a line that
 * waits costs nothing, and its call has the processor's caches to itself), and writes with `LineWriter`.
 */
export function createPipeTransport(stdin: Readable, stdout: Writable): PipeTransport {
  return new StreamTransport(stdin, stdout);
}

class StreamTransport implements PipeTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (value: unknown) => void;
  readonly #stdin: Readable;
  readonly #stdout: Writable;
  readonly #reader = createLineReader(MAX_LINE_BYTES);
  readonly #writer;
  /** Lines to serve, from `#next` on. */
  #lines: (string | LongLine)[] = [];
  #next = 0;
  #closed = false;

  constructor(stdin: Readable, stdout: Writable) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#writer = createLineWriter(stdout);
  }

  async start(): Promise<void> {
    // An error after the end has nobody left to tell; without a listener it would end the process.
    this.#stdout.on('error', this.#onOutputError);
    const { errored } = this.#stdout;
    if (errored) setImmediate(() => this.#onOutputError(errored));
    if (this.#stdin.readableEnded || this.#stdin.destroyed) setImmediate(this.#onEnd);
    this.#stdin
      .on('data', this.#onData)
      .on('error', this.#onInputError)
      .on('end', this.#onEnd)
      .on('close', this.#onEnd);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#forgetLines();
    this.#stdin
      .off('data', this.#onData)
      .off('error', this.#onInputError)
      .off('end', this.#onEnd)
      .off('close', this.#onEnd);
    if (this.#stdin.listenerCount('data') === 0) this.#stdin.pause();
    this.onclose?.();
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.sendLine([`${JSON.stringify(message)}\n`], (error) => (error ? reject(error) : resolve()));
    });
  }

  sendLine(line: readonly Piece[], onWritten: OnWritten, more = false): void {
    if (this.#closed) onWritten(new Error('The connection is closed.'));
    else this.#writer.write(line, onWritten, more);
  }

  readonly #onData = (chunk: Buffer) => {
    const serving = this.#lines.length > 0;
    for (const line of this.#reader.take(chunk)) this.#lines.push(line);
    if (!serving) this.#serveNext();
  };

  readonly #serveNext = () => {
    const line = this.#lines[this.#next];
    if (line === undefined) return;
    this.#next++;
    if (this.#next < this.#lines.length) process.nextTick(this.#serveNext);
    else this.#forgetLines();
    this.#serve(line);
  };

  #forgetLines(): void {
    this.#lines = [];
    this.#next = 0;
  }

  #serve(line: string | LongLine): void {
    if (typeof line !== 'string') {
      this.#refuse(line);
      return;
    }
    const value = parseJson(line);
    if (value === undefined) return;
    try {
      this.onmessage?.(value);
    } catch (error) {
      this.onerror?.(asError(error));
    }
  }

  /** Only who asked is told; nobody waits for an answer to anything else. */
  #refuse({ outline = '' }: LongLine): void {
    this.onerror?.(new Error(`A message is longer than ${MAX_LINE_BYTES} bytes.`));
    for (const answer of tooLongAnswers(parseJson(outline), MAX_LINE_BYTES))
      this.send(answer).catch((error: unknown) => this.onerror?.(asError(error)));
  }

  readonly #onEnd = () => {
    const lines = this.#lines.slice(this.#next);
    this.#forgetLines();
    for (const line of lines) this.#serve(line);
    void this.close();
  };

  readonly #onInputError = (error: Error) => this.onerror?.(error);

  readonly #onOutputError = (error: Error) => {
    if (this.#closed) return;
    this.onerror?.(error);
    void this.close();
  };
}

/** Undefined for what is no JSON: some launchers print a greeting first. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
