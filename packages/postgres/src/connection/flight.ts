import type { Client, Connection, Submittable } from 'pg';
import { encodeFlight } from './encode.ts';

/** One statement of a flight. */
export interface Step {
  readonly text: string;
  /** Parameters in text form; the server infers their types. */
  readonly values?: readonly (string | null)[];
  /** Rows wanted at most; the rest is never sent. All where it is left out. */
  readonly maxRows?: number;
  /** Rows to pass over on the server before the first. */
  readonly skip?: number;
  /** Bytes of values kept at most; later rows are dropped and `cut` says so. */
  readonly maxBytes?: number;
  /** It answers no rows, so that nothing needs to be described. */
  readonly rowless?: boolean;
}

/** A column as the server describes it. */
export interface Column {
  readonly name: string;
  /** OID of its type. */
  readonly type: number;
  /** OID of the table it comes from, 0 for an expression, and the number of the column in it. */
  readonly table: number;
  readonly attribute: number;
}

/** Values as the server's own text. */
export type Row = readonly (string | null)[];

export interface StepResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The command tag: `SELECT 3`; missing when not all rows were read. */
  readonly tag: string | undefined;
  /** More rows than `maxRows` may be there. */
  readonly suspended: boolean;
  /** Rows were dropped because of `maxBytes`. */
  readonly cut: boolean;
}

export interface FlightResult {
  readonly steps: readonly StepResult[];
  /** The server sent more than a flight may take; the connection is gone and the last step is partial. */
  readonly overflow: boolean;
}

/** What one flight may receive before its connection is given up, bytes. */
export const MAX_RECEIVED_BYTES = 16 * 1024 * 1024;

/**
 * Sends statements by the extended protocol, each alone in its message, in one round trip: all of them, then
 * one synchronisation. The first that fails stops those after it.
 *
 * @param behind sent with them, behind their synchronisation, and answered for by `Behind`
 * @throws the server's error, or the connection's
 */
export async function fly(client: Client, steps: readonly Step[], behind?: Behind): Promise<FlightResult> {
  const { promise, resolve, reject } = Promise.withResolvers<FlightResult>();
  const bytes = encodeFlight(...(behind === undefined ? [steps] : [steps, behind.steps]));
  const follow = () => void (behind && client.query(behind.flight()));
  client.query(new Flight(steps, bytes, { resolve, reject, follow }));
  return promise;
}

/**
 * What is to be done when a flight is over, whatever became of it, sent in the same piece: the server goes on
 * with it while its answer is on its way.
 */
export class Behind {
  readonly steps: readonly Step[];
  /** Settles when the server did it; never when the connection is lost before. */
  readonly done: Promise<FlightResult>;
  readonly #end: Pick<Ends, 'resolve' | 'reject'>;

  constructor(steps: readonly Step[]) {
    const { promise, resolve, reject } = Promise.withResolvers<FlightResult>();
    this.steps = steps;
    this.done = promise;
    this.#end = { resolve, reject };
    // Whoever needs to know awaits it; after a failure nobody does.
    promise.catch(() => {});
  }

  flight(): Submittable {
    return new Flight(this.steps, undefined, { ...this.#end, follow: () => {} });
  }
}

interface Ends {
  readonly resolve: (result: FlightResult) => void;
  readonly reject: (error: unknown) => void;
  /** The server is through with it, or will be at the synchronisation. */
  readonly follow: () => void;
}

interface Collected {
  columns: Column[];
  rows: Row[];
  tag: string | undefined;
  suspended: boolean;
  cut: boolean;
  bytes: number;
  moved: boolean;
}

interface Described {
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly tableID: number;
    readonly columnID: number;
  }[];
}

/** What `pg` asks of a query that speaks the protocol itself. */
class Flight implements Submittable {
  readonly #steps: readonly Step[];
  readonly #results: Collected[] = [];
  /** Undefined when it is already sent. */
  readonly #bytes: Buffer | undefined;
  readonly #ends: Ends;
  #received = 0;
  #stop: () => void = () => {};
  /** Looked for by `pg`, which else makes a promise of its own that nobody awaits. */
  readonly callback = () => {};
  readonly name = '';

  constructor(steps: readonly Step[], bytes: Buffer | undefined, ends: Ends) {
    this.#steps = steps;
    this.#bytes = bytes;
    this.#ends = ends;
    this.#begin();
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    const onData = (chunk: Uint8Array) => {
      this.#received += chunk.length;
      if (this.#received > MAX_RECEIVED_BYTES) this.#overflow(stream);
    };
    stream.on('data', onData);
    this.#stop = () => stream.off('data', onData);
    if (this.#bytes !== undefined) stream.write(this.#bytes);
  }

  handleRowDescription({ fields }: Described): void {
    const current = this.#current();
    current.columns = fields.map(({ name, dataTypeID, tableID, columnID }) => ({
      name,
      type: dataTypeID,
      table: tableID,
      attribute: columnID,
    }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const current = this.#current();
    const { maxBytes = MAX_RECEIVED_BYTES } = this.#step();
    current.bytes += fields.reduce((sum, value) => sum + (value?.length ?? 0) + 3, 0);
    // One row is always kept: a cell too long is shortened where it is shown.
    if (current.cut || (current.bytes > maxBytes && current.rows.length > 0)) current.cut = true;
    else current.rows.push(fields);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const current = this.#current();
    if ((this.#step().skip ?? 0) > 0 && !current.moved) {
      current.moved = true;
      return;
    }
    current.tag = text;
    this.#begin();
  }

  handlePortalSuspended(): void {
    this.#current().suspended = true;
    this.#begin();
  }

  handleEmptyQuery(): void {
    this.#begin();
  }

  handleError(error: unknown): void {
    this.#stop();
    this.#ends.reject(error);
    this.#ends.follow();
  }

  handleReadyForQuery(): void {
    this.#stop();
    this.#ends.resolve({ steps: this.#results.slice(0, this.#steps.length), overflow: false });
    this.#ends.follow();
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('This client sends no data.');
  }

  handleCopyData(): void {}

  #overflow(stream: { destroy(): void }): void {
    this.#stop();
    this.#current().cut = true;
    this.#ends.resolve({ steps: this.#results, overflow: true });
    stream.destroy();
  }

  #begin(): void {
    this.#results.push({
      columns: [],
      rows: [],
      tag: undefined,
      suspended: false,
      cut: false,
      bytes: 0,
      moved: false,
    });
  }

  #current(): Collected {
    const current = this.#results.at(-1);
    if (current === undefined) throw new Error('A flight always has a current step.');
    return current;
  }

  #step(): Step {
    return this.#steps[this.#results.length - 1] ?? { text: '' };
  }
}
