import { setTimeout as sleep } from 'node:timers/promises';
import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Logger } from '../telemetry/logger.ts';
import { changeListener } from './change-listener.ts';
import { localCaller } from './connection.ts';
import { createConnectionRoom } from './connection-room.ts';
import { createDirectCalls, type SendAnswer } from './direct-calls.ts';
import type { Hub } from './hub.ts';
import { followRequests, type InFlight } from './in-flight.ts';
import { createListenWatcher } from './listen.ts';
import { createProtocolServer, type ProtocolOptions, type ProtocolServer } from './protocol-server.ts';
import { answerLine } from './stdio/answer-line.ts';
import { createPipeTransport, type PipeTransport } from './stdio/pipe-transport.ts';

export interface StdioOptions extends ProtocolOptions {
  readonly hub: Hub;
  /** Answered already, before the protocol library was loaded; the library's own answer is dropped. */
  readonly answeredId?: string | number;
  /** Another link than standard input and output: a client in the same process. */
  readonly transport?: Transport;
  /** Called once when the connection ended. */
  readonly onClose: () => void;
}

export interface StdioConnection {
  /** Reads no further message, waits for the calls in flight, at most so many milliseconds, and closes. */
  drain(timeoutMs: number): Promise<void>;
}

/** Serves one connection on standard input and output, in the era its first message opens. */
export function serveOverStdio(options: StdioOptions): StdioConnection {
  const { engine, hub } = options;
  const { log } = engine.parts;
  const { wire, pipe } = link(options.transport);
  dropAnswer(wire, options.answeredId);
  const open = new Set<() => void>();
  let legacy: ProtocolServer | undefined;
  const handle = serveStdio(
    ({ era }) => {
      const protocol = createProtocolServer(options, { transport: 'pipe', era, caller: localCaller });
      if (era === 'legacy') legacy = protocol;
      const leave = hub.join(changeListener(protocol, era));
      const close = () => {
        leave();
        protocol.subscriptions.close();
      };
      open.add(close);
      protocol.server.onclose = close;
      return protocol.server;
    },
    {
      transport: wire,
      onerror: (error) => log.warning('A message could not be served.', { error: error.message }),
    },
  );
  const listening = createListenWatcher(engine, localCaller);
  const rooms = createConnectionRoom(engine.parts);
  const requests = followRequests(wire, rooms.settled);
  const initialized = () =>
    legacy?.server.getNegotiatedProtocolVersion() === undefined ? undefined : legacy;
  const passOn = wire.onmessage;
  const answer = pipe ? answerByLine(pipe, requests, log) : answerByMessage(wire, log);
  const direct = createDirectCalls(engine, answer, initialized, (message) => passOn?.(message));
  wire.onmessage = (message, extra) => {
    requests.sees(message);
    listening.see(message);
    rooms.admit(message, () => {
      if (!direct.take(message)) passOn?.(message, extra);
    });
  };
  const { onclose } = wire;
  wire.onclose = () => {
    for (const close of open) close();
    listening.close();
    direct.close();
    requests.end();
    onclose?.();
    options.onClose();
  };
  // The front that answered the first messages left the stream paused.
  const isProcess = options.transport === undefined;
  if (isProcess) process.stdin.resume();
  return {
    async drain(timeoutMs) {
      if (isProcess) process.stdin.pause();
      await Promise.race([requests.idle(), sleep(timeoutMs, undefined, { ref: false })]);
      await handle.close();
    },
  };
}

function link(transport: Transport | undefined): { readonly wire: Transport; readonly pipe?: PipeTransport } {
  if (transport) return { wire: transport };
  const pipe = createPipeTransport(process.stdin, process.stdout);
  return { wire: pipe, pipe };
}

function answerByLine(pipe: PipeTransport, requests: InFlight, log: Logger): SendAnswer {
  return (id, result) =>
    pipe.sendLine(answerLine(id, result), (error) => {
      requests.answered(id);
      if (error) notAnswered(log, error);
    });
}

function answerByMessage(wire: Transport, log: Logger): SendAnswer {
  return (id, result) => {
    wire
      .send({ jsonrpc: '2.0', id, result: { ...result } })
      .catch((error: unknown) => notAnswered(log, error));
  };
}

const notAnswered = (log: Logger, error: unknown) =>
  log.error('A call could not be answered.', { error: String(error) });

function dropAnswer(wire: Transport, id: string | number | undefined): void {
  if (id === undefined) return;
  const send = wire.send.bind(wire);
  let dropped = false;
  wire.send = async (message, options) => {
    if (!dropped && 'id' in message && !('method' in message) && message.id === id) dropped = true;
    else await send(message, options);
  };
}
