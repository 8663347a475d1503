import type { Logger } from '../telemetry/logger.ts';
import { type ChainHead, seal } from './chain.ts';
import type { Draft } from './drafts.ts';
import { errorLabel } from './error-label.ts';
import type { RecordFields } from './record.ts';
import type { AuditSink, Opened } from './sink.ts';

/** Buffered records reach the sink after this long at most, with room to the 100 ms promised. */
const flushAfterMs = 50;
const retryAfterMs = 1000;
/** How long one write may take; a disk that hangs fails as one that is full. Sinks over a network give up sooner. */
const patienceMs = 15_000;
/**
 * Records of one write; so many do not wait any longer. It bounds how long making a batch keeps calls waiting,
 * about a millisecond, and its memory.
 */
const mostInBatch = 128;
/** Reads that wait for a broken sink; about 20 MiB. Outcomes are few (no write runs meanwhile) and always kept. */
const mostWaiting = 10_000;
/** With so many waiting for a working sink, callers wait for it too. */
const crowded = 2048;

interface Waiting {
  readonly fields: RecordFields | Draft;
  readonly durable?: PromiseWithResolvers<void>;
  /** Whether it stays when it cannot be made durable. */
  readonly kept?: boolean;
  /** Told when it was written after all, though who waited was told that it cannot be. */
  readonly late?: (() => void) | undefined;
}

/** Where records go, and whose they are. */
export interface JournalOptions {
  readonly sink: AuditSink;
  readonly server: string;
  readonly log: Logger;
}

/**
 * The queue between calls and a sink. Records are sealed when they are written, in the order they came,
 * so a refused one leaves no hole. Records that are waited for at the same time share one durable write; what
 * came while a batch was written and is not urgent waits for others, for a write costs more than what is in it.
 */
export class Journal {
  readonly #sink: AuditSink;
  readonly #server: string;
  readonly #log: Logger;
  #waiting: Waiting[] = [];
  #head: ChainHead | undefined;
  #draining: Promise<void> | undefined;
  /** What is being written. */
  #inFlight: readonly Waiting[] = [];
  /** Whether the write in flight has taken too long: nobody waits for it any more. */
  #stuck = false;
  /** Who waits until nothing waits. */
  #flushing = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: string | undefined;
  #refused = 0;
  #lost = 0;

  constructor({ sink, server, log }: JournalOptions) {
    this.#sink = sink;
    this.#server = server;
    this.#log = log;
  }

  /** Why records cannot be written now; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a record to be written soon. It is kept and tried again while the sink fails. Resolves at once,
   * unless calls come faster than a working sink takes them.
   */
  async add(fields: RecordFields | Draft): Promise<void> {
    if (this.#failure === undefined && this.#waiting.length >= crowded) await this.#drain();
    const isCall = typeof fields === 'function' || fields.phase === 'call';
    if (this.#failure !== undefined && isCall && this.#waiting.length >= mostWaiting) {
      this.#lost++;
      return;
    }
    this.#waiting.push({ fields });
    if (this.#waiting.length >= mostInBatch && this.#failure === undefined) void this.#drain();
    else this.#schedule(this.#failure === undefined ? flushAfterMs : retryAfterMs);
  }

  /**
   * Takes a record and resolves when it is durable; rejects, and forgets it, when that cannot be.
   *
   * @param late called when it became durable after this rejected, because the sink took too long
   */
  commit(fields: RecordFields | Draft, late?: () => void): Promise<void> {
    return this.#soon({ fields, late });
  }

  /** As `commit`, but what cannot be written now is kept and tried again. */
  keep(fields: RecordFields): Promise<void> {
    return this.#soon({ fields, kept: true });
  }

  /** Writes what waits; afterwards `failure` tells how it went. */
  async flush(): Promise<void> {
    this.#flushing++;
    await this.#drain();
    if (this.#failure === undefined && this.#waiting.length > 0) await this.#drain();
    this.#flushing--;
  }

  /** Writes what waits and closes the sink. What still cannot be written goes to the log as it is. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
    const inFlight = this.#stuck ? this.#inFlight : [];
    for (const { fields } of [...inFlight, ...this.#waiting.splice(0)]) {
      this.#log.error('audit record not written', { sink: this.#sink.name, record: made(fields) });
    }
    await this.#sink.close(this.#head);
  }

  #soon(waiting: Waiting): Promise<void> {
    if (this.#stuck) {
      if (waiting.kept) this.#waiting.push(waiting);
      else this.#refused++;
      return Promise.reject(new Error(this.#failure));
    }
    const durable = Promise.withResolvers<void>();
    this.#waiting.push({ ...waiting, durable });
    void this.#drain();
    return durable.promise;
  }

  #schedule(afterMs: number): void {
    if (this.#timer !== undefined || this.#draining !== undefined) return;
    this.#timer = setTimeout(() => void this.#drain(), afterMs);
    // A retry must not keep a finished process alive; the short flush may.
    if (this.#failure !== undefined) this.#timer.unref();
  }

  /** Resolves when what is urgent is written, or cannot be for now. */
  #drain(): Promise<void> {
    if (this.#draining !== undefined) return this.#draining;
    const slow = Promise.withResolvers<void>();
    const run = this.#run(slow.resolve).finally(() => {
      this.#draining = undefined;
      if (this.#isUrgent()) this.#schedule(0);
      else if (this.#failure !== undefined) this.#schedule(retryAfterMs);
      else if (this.#waiting.length > 0) this.#schedule(flushAfterMs);
    });
    this.#draining = Promise.race([run, slow.promise]);
    return this.#draining;
  }

  /** Whether somebody waits for what waits, or a whole batch does. */
  #isUrgent(): boolean {
    if (this.#waiting.some(({ durable }) => durable !== undefined)) return true;
    return this.#failure === undefined && this.#waiting.length >= mostInBatch;
  }

  /** Writes batch after batch until what waits can wait longer or one fails. Never throws. */
  async #run(slow: () => void): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    do {
      const batch = this.#waiting.splice(0, mostInBatch);
      this.#inFlight = batch;
      const watch = setTimeout(() => {
        this.#giveUp();
        slow();
      }, patienceMs);
      try {
        await this.#write(batch);
        this.#written(batch);
      } catch (error) {
        this.#failed(batch, error);
        return;
      } finally {
        clearTimeout(watch);
        this.#inFlight = [];
        this.#stuck = false;
      }
    } while (this.#flushing > 0 ? this.#waiting.length > 0 : this.#isUrgent());
  }

  /** Until the write in flight ends nothing else can be written, and nobody is kept waiting for it. */
  #giveUp(): void {
    this.#stuck = true;
    const error = new Error(`a write has not ended in ${patienceMs / 1000} s`);
    for (const { durable } of this.#inFlight) durable?.reject(error);
    this.#failed([], error);
  }

  #written(batch: readonly Waiting[]): void {
    if (!this.#stuck) {
      for (const { durable } of batch) durable?.resolve();
      this.#recovered();
      return;
    }
    // That records were refused meanwhile is told with the next write.
    for (const { late } of batch) late?.();
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const opened = await this.#sink.prepare(this.#head);
    const markers = this.#markers(opened);
    this.#head = opened?.head ?? this.#head;
    let head = this.#head;
    if (head === undefined) throw new Error('The sink did not say where its chain stands.');
    const lines: string[] = [];
    for (const fields of [...markers, ...batch.map((waiting) => waiting.fields)]) {
      const sealed = seal(head, made(fields));
      lines.push(sealed.line);
      head = sealed.head;
    }
    if (lines.length > 0) {
      const durable = markers.length > 0 || batch.some((waiting) => waiting.durable !== undefined);
      await this.#sink.append({ lines, head, durable });
    }
    this.#head = head;
  }

  #markers(opened: Opened | undefined): RecordFields[] {
    const described = { time: new Date().toISOString(), server: this.#server };
    const markers: RecordFields[] = opened?.marker === undefined ? [] : [{ ...opened.marker, ...described }];
    if (this.#failure !== undefined && (this.#head !== undefined || this.#refused + this.#lost > 0)) {
      const counts = { refused: this.#refused, lost: this.#lost };
      markers.push({ phase: 'recovered', reason: 'sink_failure', ...counts, ...described });
    }
    return markers;
  }

  #failed(batch: readonly Waiting[], error: unknown): void {
    const kept: Waiting[] = [];
    for (const waiting of [...batch, ...this.#waiting]) {
      const { fields, durable } = waiting;
      durable?.reject(error);
      if (durable === undefined || waiting.kept) kept.push({ fields });
      else this.#refused++;
    }
    this.#waiting = kept;
    const reason = errorLabel(error);
    if (this.#failure !== reason)
      this.#log.error('audit log cannot be written', { sink: this.#sink.name, reason });
    this.#failure = reason;
  }

  #recovered(): void {
    if (this.#failure === undefined) return;
    const counts = { refused: this.#refused, lost: this.#lost };
    this.#log.warning('audit log can be written again', { sink: this.#sink.name, ...counts });
    this.#failure = undefined;
    this.#refused = 0;
    this.#lost = 0;
  }
}

const made = (fields: RecordFields | Draft): RecordFields =>
  typeof fields === 'function' ? fields() : fields;
