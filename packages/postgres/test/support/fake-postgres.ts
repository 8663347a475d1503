import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  authentication,
  commandComplete,
  dataRow,
  int32,
  message,
  parameterStatus,
  ready,
  rowDescription,
} from './server-messages.ts';

/** One connection of a client to the fake. */
export interface Fake {
  readonly socket: Socket;
  send(...messages: readonly Buffer[]): void;
  /** Sends the same again and again until the client closes, as fast as it takes it. */
  flood(bytes: Buffer): Promise<void>;
}

export interface FakeOptions {
  /** Instead of letting the client in. */
  readonly login?: (fake: Fake) => void;
  /** Instead of answering a flight that has a statement with `attack` in it. */
  readonly attack?: (fake: Fake) => void;
}

/** A server that looks like PostgreSQL 18 until it is attacked through; closed with the test. */
export async function startFake({ login = letIn, attack }: FakeOptions) {
  const open = new Set<Socket>();
  const sent = { bytes: 0 };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      sent.bytes += socket.bytesWritten;
    });
    const fake = fakeOf(socket);
    onMessages(socket, {
      start: () => login(fake),
      flight: (statements) => {
        if (attack !== undefined && statements.some((sql) => sql.includes('attack'))) attack(fake);
        else fake.send(...statements.flatMap(answered), ready());
      },
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `postgres://someone:${PASSWORD}@127.0.0.1:${port}/fake`,
    /** Connections that are open, and bytes that closed ones took. */
    open,
    sent,
  };
}

/** What a client tells the fake, which says it in everything. */
export const PASSWORD = 'hunter2-correct-horse';

function fakeOf(socket: Socket): Fake {
  return {
    socket,
    send: (...messages) => void socket.write(Buffer.concat(messages)),
    async flood(bytes) {
      const piece = Buffer.concat(Array.from({ length: Math.ceil(65_536 / bytes.length) }, () => bytes));
      while (!socket.destroyed) {
        if (!socket.write(piece)) await drained(socket);
      }
    },
  };
}

/** Until more can be written, or nothing any more. */
const drained = (socket: Socket) =>
  new Promise<void>((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });

export const letIn = ({ send }: Pick<Fake, 'send'>): void =>
  send(
    authentication(0),
    parameterStatus('server_version', '18.0'),
    parameterStatus('IntervalStyle', 'iso_8601'),
    message('K', int32(4_711), int32(815)),
    ready(),
  );

/** What a server answers to the statements that this one understands. */
function answered(sql: string): readonly Buffer[] {
  if (/^(BEGIN|ROLLBACK|DISCARD)/.test(sql)) return [commandComplete(sql)];
  if (sql.includes('rolsuper')) {
    return [
      rowDescription('role', 'database', 'superuser', 'attributes', 'memberships'),
      dataRow('someone', 'fake', 'f', '', ''),
      commandComplete('SELECT 1'),
    ];
  }
  return [rowDescription('n'), dataRow('1'), commandComplete('SELECT 1')];
}

const CANCEL_REQUEST = 80_877_102;

/** Cuts what a client sends into its start and its flights, by the statements of each. */
function onMessages(
  socket: Socket,
  on: { readonly start: () => void; readonly flight: (statements: readonly string[]) => void },
): void {
  let held = Buffer.alloc(0);
  let isStarted = false;
  const begin = () => {
    if (held.readInt32BE(4) === CANCEL_REQUEST) socket.end();
    else on.start();
  };
  let statements: string[] = [];
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= (isStarted ? 5 : 8)) {
      const kind = isStarted ? held.toString('latin1', 0, 1) : 'start';
      const end = isStarted ? 1 + held.readInt32BE(1) : held.readInt32BE(0);
      if (held.length < end) break;
      // The unnamed statement, then its text.
      if (kind === 'P') statements.push(held.toString('utf8', 6, held.indexOf(0, 6)));
      if (kind === 'start') begin();
      held = held.subarray(end);
      if (kind === 'X') socket.end();
      isStarted = true;
      if (kind !== 'S') continue;
      const flight = statements;
      statements = [];
      on.flight(flight);
    }
  });
}
