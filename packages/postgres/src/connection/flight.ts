import {
  countIn,
  messageKinds,
  readColumns,
  readError,
  readRow,
  readText,
  type StatementError,
} from './decode.ts';
import { FloodError, ProtocolError } from './protocol-error.ts';

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
  /** Of the values that were kept, and three for each. */
  readonly bytes: number;
}

export interface FlightResult {
  readonly steps: readonly StepResult[];
  /** The server sent more than a flight may take; the connection is gone and the last step is partial. */
  readonly overflow: boolean;
}

/** What one flight may receive before its connection is given up, bytes. */
const MAX_RECEIVED_BYTES = 16 * 1024 * 1024;
/** Notices of one flight that are passed over, bytes: a function can raise them without end. */
const MAX_NOTICE_BYTES = 1024 * 1024;

export interface Ends {
  readonly resolve: (result: FlightResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Statements that were sent with one synchronisation behind them, and what the server answers: the first
 * that fails stops those after it. Statements before and after the steps are passed over.
 */
export class Flight {
  readonly #steps: readonly Step[];
  readonly #ends: Ends;
  readonly #results: StepResult[] = [];
  /** Statements before the first step whose answers are still to come. */
  #before: number;
  #error: unknown;
  #received = 0;
  #notices = 0;
  #columns: readonly Column[] = [];
  #rows: Row[] = [];
  #bytes = 0;
  #cut = false;
  #moved = false;

  constructor(steps: readonly Step[], before: number, ends: Ends) {
    this.#steps = steps;
    this.#before = before;
    this.#ends = ends;
  }

  /** Counts what came; answers whether it is more than a flight may take. */
  receive(bytes: number): boolean {
    this.#received += bytes;
    return this.#received > MAX_RECEIVED_BYTES;
  }

  /** Whether everything that was sent has its answer; those after a failure have none. */
  get isAnswered(): boolean {
    return this.#error !== undefined || (this.#before === 0 && !this.#isStep());
  }

  /**
   * @throws StatementError when the server ends the connection with it; ProtocolError for what answers nothing
   *   that was asked; FloodError for notices without end
   */
  take(kind: number, bytes: Buffer, from: number, to: number): void {
    switch (kind) {
      case messageKinds.dataRow:
        this.#addRow(bytes, from, to);
        break;
      case messageKinds.rowDescription:
        if (this.#isStep()) this.#columns = readColumns(bytes, from, to);
        break;
      case messageKinds.commandComplete:
        this.#complete(bytes, from, to);
        break;
      case messageKinds.portalSuspended:
        this.#next(undefined, true);
        break;
      case messageKinds.emptyQuery:
        this.#next(undefined, false);
        break;
      case messageKinds.error:
        this.#fail(readError(bytes, from, to));
        break;
      case messageKinds.notice:
        this.#notices += to - from;
        if (this.#notices > MAX_NOTICE_BYTES)
          throw new FloodError(`more than ${MAX_NOTICE_BYTES} bytes of notices`);
    }
  }

  /** The server is through with it. */
  end(): void {
    if (this.#error === undefined) this.#ends.resolve({ steps: this.#results, overflow: false });
    else this.#ends.reject(this.#error);
  }

  /** The connection is gone. */
  lose(error: unknown): void {
    this.#ends.reject(this.#error ?? error);
  }

  /** It took more than it may: the rest is not waited for. */
  overflow(): void {
    if (this.#error !== undefined) {
      this.#ends.reject(this.#error);
      return;
    }
    this.#cut = true;
    if (this.#isStep()) this.#next(undefined, false);
    this.#ends.resolve({ steps: this.#results, overflow: true });
  }

  #isStep(): boolean {
    return this.#before === 0 && this.#results.length < this.#steps.length;
  }

  #addRow(bytes: Buffer, from: number, to: number): void {
    if (this.#cut || !this.#isStep()) return;
    const { maxBytes = MAX_RECEIVED_BYTES, maxRows = 0 } = this.#steps[this.#results.length] ?? {};
    const count = countIn(bytes, from, to);
    if (count !== this.#columns.length)
      throw new ProtocolError('a row has other columns than were described');
    if (maxRows > 0 && this.#rows.length >= maxRows)
      throw new ProtocolError('more rows came than were asked for');
    // Two bytes count the values, four are the length of each; one row is always kept.
    const size = to - from - 2 - count;
    if (this.#bytes + size > maxBytes && this.#rows.length > 0) this.#cut = true;
    else {
      this.#bytes += size;
      this.#rows.push(readRow(bytes, from, to));
    }
  }

  #complete(bytes: Buffer, from: number, to: number): void {
    if (!this.#isStep()) {
      if (this.#before > 0) this.#before -= 1;
      return;
    }
    const { skip = 0 } = this.#steps[this.#results.length] ?? {};
    if (skip > 0 && !this.#moved) this.#moved = true;
    else this.#next(readText(bytes, from, to), false);
  }

  #next(tag: string | undefined, suspended: boolean): void {
    if (!this.#isStep()) return;
    this.#results.push({
      columns: this.#columns,
      rows: this.#rows,
      tag,
      suspended,
      cut: this.#cut,
      bytes: this.#bytes,
    });
    this.#columns = [];
    this.#rows = [];
    this.#bytes = 0;
    this.#cut = false;
    this.#moved = false;
  }

  #fail(error: StatementError): void {
    // After the first nothing is answered until the synchronisation; only what ends the connection still comes.
    const isSecond = this.#error !== undefined;
    this.#error ??= error;
    if (isSecond || error.severity !== 'ERROR') throw error;
  }
}
