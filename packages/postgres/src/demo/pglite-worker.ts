import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread, MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { sampleData } from './sample-data.ts';

const Start = z.object({ portolanDemo: z.literal(true), entry: z.string(), folder: z.string() });

/** What a thread is told: the file of PGlite, and the folder that keeps the prepared database. */
export type Start = Omit<z.output<typeof Start>, 'portolanDemo'>;

/** As much of PGlite as is used; it is not there when this is built. */
interface Pglite {
  exec(sql: string): Promise<unknown>;
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (data: Uint8Array) => void },
  ): Promise<void>;
  dumpDataDir(compression: 'gzip'): Promise<Blob>;
}

interface PgliteModule {
  readonly PGlite: { create(options: { loadDataDir?: Blob }): Promise<Pglite> };
}

const isPglite = (loaded: unknown): loaded is PgliteModule =>
  typeof loaded === 'object' && loaded !== null && 'PGlite' in loaded;

/**
 * Starts PGlite in a thread of its own, because it does nothing else while a statement runs: this file is
 * both sides. It posts `ready`, then takes ports, each a connection that speaks the protocol of Postgres.
 */
export const startPglite = (start: Start): Worker =>
  new Worker(new URL(import.meta.url), { workerData: { portolanDemo: true, ...start }, stdout: true });

const given = isMainThread ? undefined : Start.safeParse(workerData);
if (given?.success) await serve(given.data);

async function serve({ entry, folder }: Start): Promise<void> {
  const loaded: unknown = await import(pathToFileURL(entry).href);
  if (!isPglite(loaded)) throw new Error(`${entry} is not PGlite.`);
  const key = createHash('sha256').update(entry).update(sampleData).digest('hex').slice(0, 16);
  const pglite = await open(loaded, join(folder, `data-${key}.tar.gz`));
  parentPort?.on('message', (port: unknown) => {
    if (port instanceof MessagePort) void connect(pglite, port);
  });
  parentPort?.postMessage('ready');
}

/** From the prepared database where there is one: making it costs seconds, loading it a fraction of one. */
async function open({ PGlite }: PgliteModule, prepared: string): Promise<Pglite> {
  if (existsSync(prepared)) return PGlite.create({ loadDataDir: new Blob([readFileSync(prepared)]) });
  const pglite = await PGlite.create({});
  await pglite.exec(sampleData);
  await pglite.exec('VACUUM ANALYZE');
  const dump = Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
  writeFileSync(`${prepared}.${process.pid}`, dump);
  renameSync(`${prepared}.${process.pid}`, prepared);
  return pglite;
}

const TERMINATE = 'X'.charCodeAt(0);

/** There is one backend for all: a new connection finds it as a fresh one would be, a closed one leaves it. */
async function connect(pglite: Pglite, port: MessagePort): Promise<void> {
  let turn: Promise<unknown> = pglite.exec('ROLLBACK').then(() => pglite.exec('DISCARD ALL'));
  port.on('message', (message: unknown) => {
    if (!(message instanceof Uint8Array) || message[0] === TERMINATE) return;
    turn = turn.then(() =>
      pglite.execProtocolRawStream(message, {
        // A view into the memory of the engine, which it uses again.
        onRawData: (data) => port.postMessage(Uint8Array.from(data)),
      }),
    );
  });
}
