import type { Client } from 'pg';
import * as z from 'zod';
import type { SourceSettings } from '../sources/types.ts';
import { type Backend, requestCancel } from './cancel.ts';
import { type Beginning, createBeginnings, type EnvelopeOptions } from './envelope.ts';
import { Link } from './link.ts';
import { createPlainSocket, type PlainSocket } from './plain-socket.ts';
import { serverError } from './server-error.ts';

/** How long a connection may take to open, milliseconds. */
const CONNECT_MS = 10_000;

/** Where a transaction that nobody goes on with ends by itself, milliseconds. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** One connection to a server. */
export interface Session {
  readonly link: Link;
  /** Server version as a number: 150004. */
  readonly version: number;
  /** A pooler between refused start-up parameters: sessions are not ours between transactions. */
  readonly pooled: boolean;
  readonly processId: number;
  /** What begins a transaction on it. */
  beginning(options: EnvelopeOptions): Beginning;
  /** Whether it can be used no more. */
  broken: boolean;
  /** Asks the server to stop what this connection runs. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

const Keys = z.looseObject({ processID: z.int(), secretKey: z.int(), host: z.string(), port: z.int() });

/** The settings every session starts with: the second layer of read-only, and one reading of strings. */
export function startupOptions(settings: SourceSettings): string {
  const options = {
    default_transaction_read_only: settings.mode === 'readonly' ? 'on' : 'off',
    statement_timeout: settings.statementTimeoutMs,
    lock_timeout: settings.lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    standard_conforming_strings: 'on',
    DateStyle: 'ISO',
    IntervalStyle: 'iso_8601',
    bytea_output: 'hex',
    extra_float_digits: 1,
  };
  return Object.entries(options)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/**
 * Opens a connection. The driver is loaded here, at the first use.
 *
 * @throws the server's or the socket's error
 */
export async function openSession(settings: SourceSettings, pooled: boolean): Promise<Session> {
  try {
    return await connect(settings, pooled);
  } catch (error) {
    const refused = serverError(error);
    const isPooler = refused?.code === '08P01' && /startup parameter/.test(refused.message);
    if (pooled || !isPooler) throw error;
    return connect(settings, true);
  }
}

async function connect(settings: SourceSettings, pooled: boolean): Promise<Session> {
  const { default: pg } = await import('pg');
  const { embedded } = settings;
  const url = new URL(settings.url);
  const own = url.searchParams.get('options');
  url.searchParams.delete('options');
  const plain = createPlainSocket();
  const client: Client = new pg.Client({
    connectionString: url.href,
    application_name: 'portolan-postgres',
    client_encoding: 'UTF8',
    keepAlive: true,
    stream: () => (embedded === undefined ? plain.socket : embedded.connect()),
    ...(embedded && { ssl: false }),
    connectionTimeoutMillis: CONNECT_MS,
    // Ours come last, so that a URL cannot loosen them.
    ...(!pooled && { options: [own, startupOptions(settings)].filter(Boolean).join(' ') }),
  });
  let version = 0;
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
    if (parameterName === 'server_version') version = versionNumber(String(parameterValue));
  });
  const state = { broken: false };
  // An idle connection may be ended at any time; without a listener that would end the process.
  client.on('error', () => {
    state.broken = true;
  });
  client.on('end', () => {
    state.broken = true;
  });
  await client.connect();
  const keys = Keys.parse(client);
  const backend: Backend = { ...keys, processId: keys.processID };
  const link = takeOver(client, plain);
  return {
    link,
    version,
    pooled,
    beginning: createBeginnings(settings, { version, unconfigured: pooled || embedded !== undefined }),
    processId: keys.processID,
    get broken() {
      return state.broken || link.lost;
    },
    set broken(value) {
      state.broken = value;
    },
    cancel: () => (embedded === undefined ? requestCancel(backend) : embedded.restart()),
    async close() {
      if (state.broken || link.lost) client.connection.stream.destroy();
      else await client.end();
    },
  };
}

/** The client has logged in, and all it does from now on is to end: its reader gives way to ours. */
function takeOver({ connection: { stream } }: Client, plain: PlainSocket): Link {
  stream.removeAllListeners('data');
  const link = new Link(stream);
  const read = (chunk: Buffer) => link.read(chunk);
  // TLS, and a server inside this process, have streams of their own.
  if (stream === plain.socket) plain.readInto(read);
  else stream.on('data', read);
  return link;
}

/** `15.4 (Debian …)` as 150004. */
function versionNumber(text: string): number {
  const [major = 0, minor = 0] = text.split(/[^0-9]+/).map(Number);
  return major * 10_000 + minor;
}
