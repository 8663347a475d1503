import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { fail, type Logger } from '@portolan/runtime';
import { cacheFolder } from './cache-folder.ts';
import { PortStream } from './port-stream.ts';

/** A Postgres inside this process, with sample data; every start is from the same. */
export interface Embedded {
  /** @throws ToolError `unavailable` when it cannot be started; the signal's reason */
  started(signal: AbortSignal): Promise<void>;
  /** A connection, once it is started. One at a time: there is a single backend. */
  connect(): Duplex;
  /** Ends what runs, which knows no time limit and no request to cancel. Changes are lost with it. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it in the background; what fails is told to the calls, and tried again by the next. */
export function createEmbedded(log: Logger, folder: string = cacheFolder()): Embedded {
  let starting: Promise<Engine> | undefined;
  let engine: Engine | undefined;

  const begun = async (): Promise<void> => {
    starting ??= launch(folder, log).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    engine = await starting;
    if (engine.ended) {
      starting = undefined;
      await begun();
    }
  };
  const stop = async () => {
    const last = starting;
    starting = undefined;
    // One that could not be started needs no end; its calls are told.
    await (await last?.catch(() => undefined))?.end();
  };
  begun().catch((error: unknown) => log.debug('The demonstration is not ready.', { error: String(error) }));
  return {
    started: (signal) => Promise.race([begun(), aborted(signal)]),
    connect: () => engine?.connect() ?? fail('unavailable', 'The demonstration is not started.'),
    restart: stop,
    close: stop,
  };
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  await once(signal, 'abort');
  throw signal.reason;
}

/** One run of the thread, and its connections. */
class Engine {
  readonly #worker: Worker;
  readonly #streams = new Set<Duplex>();
  ended = false;

  constructor(worker: Worker, log: Logger) {
    this.#worker = worker;
    worker.on('error', (error) => log.warning('The embedded Postgres ended.', { error: String(error) }));
    worker.once('exit', () => this.#lose());
  }

  connect(): Duplex {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage(port2, [port2]);
    const stream = new PortStream(port1);
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  async end(): Promise<void> {
    this.#lose();
    await this.#worker.terminate();
  }

  #lose(): void {
    this.ended = true;
    for (const stream of this.#streams) stream.destroy();
  }
}

async function launch(folder: string, log: Logger): Promise<Engine> {
  const [{ findPglite }, { startPglite }] = await Promise.all([
    import('./find-pglite.ts'),
    import('./pglite-worker.ts'),
  ]);
  await mkdir(folder, { recursive: true });
  const worker = startPglite({ entry: await findPglite(folder, log), folder });
  worker.unref();
  // What the engine prints is not the protocol's; without a reader it is dropped.
  worker.stdout.resume();
  try {
    await once(worker, 'message');
  } catch (cause) {
    return fail('unavailable', 'The embedded Postgres of the demonstration did not start.', { cause });
  }
  return new Engine(worker, log);
}
