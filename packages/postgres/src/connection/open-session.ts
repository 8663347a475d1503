import type { Client } from 'pg';
import * as z from 'zod';
import type { SourceSettings } from '../sources/types.ts';
import { type Backend, requestCancel } from './cancel.ts';
import { type Beginning, createBeginnings, type EnvelopeOptions } from './envelope.ts';
import { Link } from './link.ts';
import { guardLogin, reportedBy } from './login.ts';
import { createPlainSocket, type PlainSocket } from './plain-socket.ts';
import { ProtocolError } from './protocol-error.ts';
import { lesserStartUp, readingSettings, type StartUp, startUpOptions } from './start-up.ts';

/** How long a connection may take to open, milliseconds. */
const CONNECT_MS = 10_000;
/** How long a server may take to close a connection that was said goodbye to, milliseconds. */
const CLOSE_MS = 2_000;

/** One connection to a server. */
export interface Session {
  readonly link: Link;
  /** Server version as a number: 150004. */
  readonly version: number;
  /** What the server took as it began; the next connection begins with the same. */
  readonly startUp: StartUp;
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

/**
 * Opens a connection. The driver is loaded here, at the first use.
 *
 * @param startUp what an earlier connection began with
 * @throws the server's or the socket's error
 */
export async function openSession(settings: SourceSettings, startUp: StartUp = 'all'): Promise<Session> {
  try {
    return await connect(settings, startUp);
  } catch (error) {
    const lesser = lesserStartUp(startUp, error);
    if (lesser === undefined) throw error;
    return openSession(settings, lesser);
  }
}

async function connect(settings: SourceSettings, startUp: StartUp): Promise<Session> {
  const { embedded } = settings;
  const plain = createPlainSocket();
  const client = await createClient(settings, startUp, plain);
  const reported = reportedBy(client);
  guardLogin(client);
  const state = { broken: false };
  // An idle connection may be ended at any time; without a listener that would end the process.
  client.on('error', () => {
    state.broken = true;
  });
  client.on('end', () => {
    state.broken = true;
  });
  try {
    await client.connect();
  } catch (error) {
    // A server that did not let us in may keep the connection open.
    client.connection.stream.destroy();
    throw error;
  }
  const keys = keysOf(client);
  const backend: Backend = { ...keys, processId: keys.processID };
  const link = takeOver(client, plain);
  const version = versionNumber(reported.get('server_version') ?? '');
  // A pooler may take the settings and keep them to itself; this one is reported by every server.
  const isConfigured = reported.get('IntervalStyle') === readingSettings.IntervalStyle;
  return {
    link,
    version,
    startUp,
    beginning: createBeginnings(settings, { version, startUp: isConfigured ? startUp : 'none' }),
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
      else await endPolitely(client);
    },
  };
}

/** @throws ProtocolError where the server has not said what cancels its statements */
function keysOf(client: Client) {
  const keys = Keys.safeParse(client);
  if (keys.success) return keys.data;
  client.connection.stream.destroy();
  throw new ProtocolError('it has not said how its statements are cancelled');
}

/** Says goodbye and waits until the server closes; one that does not loses its connection. */
async function endPolitely(client: Client): Promise<void> {
  const { stream } = client.connection;
  const giveUp = setTimeout(() => stream.destroy(), CLOSE_MS);
  await client.end();
  clearTimeout(giveUp);
}

async function createClient(settings: SourceSettings, startUp: StartUp, plain: PlainSocket): Promise<Client> {
  const { default: pg } = await import('pg');
  const { embedded } = settings;
  const url = new URL(settings.url);
  const own = url.searchParams.get('options');
  url.searchParams.delete('options');
  return new pg.Client({
    connectionString: url.href,
    application_name: 'portolan-postgres',
    client_encoding: 'UTF8',
    keepAlive: true,
    stream: () => (embedded === undefined ? plain.socket : embedded.connect()),
    ...(embedded && { ssl: false }),
    connectionTimeoutMillis: CONNECT_MS,
    // Ours come last, so that a URL cannot loosen them.
    ...(startUp !== 'none' && {
      options: [own, startUpOptions(settings, startUp)].filter(Boolean).join(' '),
    }),
  });
}

/** The client has logged in, and all it does from now on is to end: its reader gives way to ours. */
function takeOver({ connection: { stream } }: Client, plain: PlainSocket): Link {
  stream.removeAllListeners('data');
  // TLS, and a server inside this process, have streams of their own.
  const isPlain = stream === plain.socket;
  const link = new Link(stream, isPlain ? plain.write : (bytes) => void stream.write(bytes));
  const read = (chunk: Buffer) => link.read(chunk);
  if (isPlain) plain.readInto(read);
  else stream.on('data', read);
  return link;
}

/** `15.4 (Debian …)` as 150004. */
function versionNumber(text: string): number {
  const [major = 0, minor = 0] = text.split(/[^0-9]+/).map(Number);
  return major * 10_000 + minor;
}
