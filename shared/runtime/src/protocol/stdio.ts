import { setTimeout as sleep } from 'node:timers/promises';
import type {
  JSONRPCErrorResponse,
  JSONRPCMessage,
  ServerContext,
  Transport,
} from '@modelcontextprotocol/server';
import type { Opened } from '../first-answer/first-answer.ts';
import { isRecord } from '../json/is-record.ts';
import { createLate, type Late } from '../lifecycle/late.ts';
import type { Logger } from '../telemetry/logger.ts';
import { cancelledId } from './cancelled-id.ts';
import { type ClientRequests, createClientRequests } from './client-requests.ts';
import { createConnectionRoom } from './connection-room.ts';
import { createDirectCalls } from './direct-calls.ts';
import type { DirectWay, SendAnswer } from './direct-request.ts';
import { createHandedOver } from './handed-over.ts';
import { followRequests, type InFlight } from './in-flight.ts';
import { createInbound } from './inbound.ts';
import type { Library, LibraryOptions } from './library.ts';
import { malformedAnswers } from './malformed.ts';
import { createRecordedSession } from './recorded-session.ts';
import { isRequestId } from './request-id.ts';
import { keepProgressRising } from './rising-progress.ts';
import { answerLine } from './stdio/answer-line.ts';
import { createPipeTransport, type PipeTransport } from './stdio/pipe-transport.ts';
import { type Wire, wireOf } from './wire.ts';

const INTERNAL_ERROR = -32_603;

/** The connection, what serves it, and who is told of its end. */
export interface StdioOptions extends Pick<LibraryOptions, 'engine' | 'hub'> {
  readonly rounds: () => Promise<LibraryOptions['rounds']>;
  /** A connection whose handshake was answered already, before anything was loaded. */
  readonly opened?: Opened | undefined;
  /** Another link than standard input and output: a client in the same process. */
  readonly transport?: Transport;
  /** Called once when the connection ended. */
  readonly onClose: () => void;
}

/** A connection that is served. */
export interface StdioConnection {
  /** Reads no further message, waits for the calls in flight, at most so many milliseconds, and closes. */
  drain(timeoutMs: number): Promise<void>;
}

/**
 * Serves one connection on standard input and output, in the era its first message opens. Plain calls on a
 * connection that was opened from the record need no protocol library; it is loaded for the first message
 * that does.
 */
export function serveOverStdio(options: StdioOptions): StdioConnection {
  const { log } = options.engine.parts;
  const connected = link(options.transport);
  const { wire } = connected;
  const asked = createClientRequests(wire);
  const serving = createServing(options, connected, asked);
  const inbound = createInbound({
    library: serving.library,
    take: serving.takeValue,
    serve: serving.serve,
    failed: (error) => notServed(log, error),
    malformed(error, value) {
      notServed(log, error);
      for (const refusal of malformedAnswers(value)) sendRefusal(wire, log, refusal);
    },
    lost: (error, value) => refuse(wire, log, error, value),
  });
  wire.onmessage = (value) => {
    if (!asked.take(value)) inbound(value);
  };
  wire.onerror = (error) => notServed(log, error);
  wire.onclose = () => {
    serving.end();
    options.onClose();
  };
  start(wire, log);
  // The front that answered the first messages left the stream paused.
  const isProcess = options.transport === undefined;
  if (isProcess) process.stdin.resume();
  return {
    async drain(timeoutMs) {
      if (isProcess) process.stdin.pause();
      await Promise.race([serving.idle(), sleep(timeoutMs, undefined, { ref: false })]);
      await (serving.library.now() ?? wire).close();
    },
  };
}

/** What serves the messages of one connection, and with what: the record, the short way, or the library. */
function createServing(options: StdioOptions, { wire, pipe }: Link, asked: ClientRequests) {
  const { engine, hub, opened } = options;
  const { log } = engine.parts;
  const { inFlight, admit } = followTraffic(wire, engine);
  const handedOver = createHandedOver();
  const begunFor = ({ mcpReq }: ServerContext) => handedOver.take(mcpReq.id);
  let ended = false;
  const library = createLate(async () => {
    const [{ openLibrary }, rounds] = await Promise.all([import('./library.ts'), options.rounds()]);
    const loaded = await openLibrary({ engine, rounds, hub, wire, opened, begunFor });
    recorded?.leave();
    if (ended) loaded.ended();
    return loaded;
  });
  const recorded = opened && createRecordedSession({ engine, hub, opened, library, wire, asked });
  const passOn = (message: JSONRPCMessage) => {
    // It has no request to cancel, and to load it would hold up the end of what is cancelled.
    if (cancelledId(message) !== undefined && !library.wanted()) return;
    void passTo(library, message, log);
  };
  const handOver: DirectWay['handOver'] = (message, call) => {
    handedOver.put(message.id, call);
    passOn(message);
  };
  const answer = pipe ? answerByLine(pipe, inFlight, log) : answerByMessage(wire, log);
  const session = (call: JSONRPCMessage) => recorded?.session() ?? library.now()?.session(call);
  const direct = createDirectCalls({ engine, wire, answer, passOn, handOver }, session);
  const serve = (message: JSONRPCMessage) => {
    recorded?.see(message);
    admit(message, () => {
      if (!direct.take(message)) passOn(message);
    });
  };
  return {
    library,
    serve,
    /** Serves what needs no library; false leaves a value to it. */
    takeValue: (value: unknown) => recorded?.take(value, serve) ?? false,
    idle: () => inFlight.idle(),
    /** The wire was closed from the other side. */
    end() {
      ended = true;
      recorded?.leave();
      library.now()?.ended();
      asked.close();
      direct.close();
      inFlight.end();
    },
  };
}

/** Follows what comes and goes over a wire, and admits what there is room for. */
function followTraffic(wire: Wire, { parts }: LibraryOptions['engine']) {
  const rooms = createConnectionRoom(parts);
  const progress = keepProgressRising(wire);
  const inFlight = followRequests(wire, (id) => {
    rooms.settled(id);
    progress.settled(id);
  });
  return {
    inFlight,
    admit(message: JSONRPCMessage, serve: () => void) {
      inFlight.sees(message);
      progress.sees(message);
      rooms.admit(message, serve);
    },
  };
}

interface Link {
  readonly wire: Wire;
  /** Where the wire is standard input and output. */
  readonly pipe?: PipeTransport;
}

function link(transport: Transport | undefined): Link {
  if (transport) return { wire: wireOf(transport) };
  const pipe = createPipeTransport(process.stdin, process.stdout);
  return { wire: pipe, pipe };
}

const start = (wire: Wire, log: Logger) => wire.start().catch((error: unknown) => notServed(log, error));

/** Nobody passes a message on before the library is there, but for a call that asks its user. */
async function passTo(library: Late<Library>, message: JSONRPCMessage, log: Logger): Promise<void> {
  try {
    (library.now() ?? (await library.load())).serve(message);
  } catch (error) {
    notServed(log, error);
  }
}

function answerByLine(pipe: PipeTransport, inFlight: InFlight, log: Logger): SendAnswer {
  return (id, result) => {
    const onWritten = (error?: Error) => {
      inFlight.answered(id);
      if (error) notAnswered(log, error);
    };
    pipe.sendLine(answerLine(id, result), onWritten, inFlight.many);
  };
}

function answerByMessage(wire: Wire, log: Logger): SendAnswer {
  return (id, result) => {
    wire
      .send({ jsonrpc: '2.0', id, result: { ...result } })
      .catch((error: unknown) => notAnswered(log, error));
  };
}

const notAnswered = (log: Logger, error: unknown) =>
  log.error('A call could not be answered.', { error: String(error) });

const notServed = (log: Logger, error: unknown) =>
  log.warning('A message could not be served.', {
    error: error instanceof Error ? error.message : String(error),
  });

/** The files of the library are gone: somebody removed or replaced them while the server ran. */
function refuse(wire: Wire, log: Logger, error: unknown, value: unknown): void {
  notAnswered(log, error);
  if (!isRecord(value) || !isRequestId(value.id) || typeof value.method !== 'string') return;
  const message = 'A part of the server could not be loaded. Start the server again.';
  sendRefusal(wire, log, { jsonrpc: '2.0', id: value.id, error: { code: INTERNAL_ERROR, message } });
}

const sendRefusal = (wire: Wire, log: Logger, refusal: JSONRPCErrorResponse) =>
  wire.send(refusal).catch((error: unknown) => notAnswered(log, error));
