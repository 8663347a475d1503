import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Opened } from '../first-answer/first-answer.ts';
import { changeListener } from './change-listener.ts';
import { type Connection, localCaller } from './connection.ts';
import { hasMethod } from './has-method.ts';
import type { Hub } from './hub.ts';
import { createListenWatcher } from './listen.ts';
import { createModernSessions, type ModernSessions } from './modern-sessions.ts';
import { createProtocolServer, type ProtocolOptions, type ProtocolServer } from './protocol-server.ts';
import { legacyAbilities, type Session } from './session.ts';
import { createTaskStreams } from './stdio/task-streams.ts';
import { isPlainToolCall, isToolCallWithMeta } from './stdio/tool-call.ts';
import { unsupportedVersion } from './unsupported-version.ts';
import type { Wire } from './wire.ts';

/** The connection that the library is to serve, and what was answered on it before. */
export interface LibraryOptions extends ProtocolOptions {
  readonly hub: Hub;
  readonly wire: Wire;
  /** A handshake that was answered before the library was there. */
  readonly opened: Opened | undefined;
}

/** The protocol library on one connection, for whatever is not served without it. */
export interface Library {
  /** @throws Error for what is no message of the protocol */
  parse(value: unknown): JSONRPCMessage;
  serve(message: JSONRPCMessage): void;
  /** Whether a value is a right message without a look by `parse`. */
  isPlain(value: unknown): value is JSONRPCMessage;
  /** The connection for one call on it: once it is initialized, or as a modern call itself says. */
  session(call: JSONRPCMessage): Session | undefined;
  /** The connection, once it is initialized in the legacy era. */
  legacySession(): Session | undefined;
  /** The wire was closed from the other side. */
  ended(): void;
  close(): Promise<void>;
}

/** Opens the library on a connection, in the era its first message opens; a handshake that was answered is replayed. */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { engine, wire, opened } = options;
  const transport: Transport = {
    start: async () => {},
    send: (message, how) => wire.send(message, how),
    close: () => wire.close(),
  };
  const tasks = createTaskStreams(transport, engine);
  const replayed = opened && dropAnswer(transport, opened.id);
  const eras = createEras(options);
  const onerror = (error: Error) => wire.onerror?.(error);
  const handle = serveStdio(({ era }) => eras.serverOf(era), { transport, onerror });
  const listening = createListenWatcher(engine, localCaller);
  if (opened) {
    const [initialize, ...rest] = opened.handshake.map((message) => parseJSONRPCMessage(message));
    if (initialize) transport.onmessage?.(initialize);
    await replayed;
    for (const message of rest) transport.onmessage?.(message);
  }
  return {
    parse: parseJSONRPCMessage,
    serve(message) {
      if (tasks.take(message)) return;
      const refusal = eras.refusal(message);
      if (refusal) return void wire.send(refusal).catch(onerror);
      listening.see(message);
      if (hasMethod(message, 'initialize')) eras.beginAnew();
      transport.onmessage?.(message);
    },
    isPlain: (value): value is JSONRPCMessage =>
      isPlainToolCall(value) || (isToolCallWithMeta(value) && eras.modernSession(value) !== undefined),
    session: eras.session,
    legacySession: eras.legacySession,
    ended() {
      eras.leave();
      listening.close();
      tasks.close();
      transport.onclose?.();
    },
    close() {
      tasks.close();
      return handle.close();
    },
  };
}

/** The servers that the library asks for on one connection, by the era that its messages open. */
function createEras(options: LibraryOptions) {
  const { engine, hub } = options;
  const leave = new Set<() => void>();
  let legacy: ProtocolServer | undefined;
  let modern: ModernSessions | undefined;
  const legacySession = () => legacy && sessionOf(legacy);
  const modernSession: ModernSessions = (call) => modern?.(call);
  return {
    serverOf(era: Connection['era']) {
      const protocol = createProtocolServer(options, { transport: 'pipe', era, caller: localCaller });
      if (era === 'legacy') legacy = protocol;
      else modern = createModernSessions(engine.parts.server);
      const leaveHub = hub.join(changeListener(protocol, era));
      const close = () => {
        leaveHub();
        protocol.subscriptions.close();
      };
      leave.add(close);
      protocol.server.onclose = close;
      return protocol.server;
    },
    legacySession,
    modernSession,
    /** The library looks at the version of the message that opens a connection, and at no later one. */
    refusal: (message: JSONRPCMessage) => (modern ? unsupportedVersion(message) : undefined),
    session: (call: JSONRPCMessage) => (legacy ? legacySession() : modernSession(call)),
    /** A client may initialize again, as a proxy does for its next client: nothing of the one before holds. */
    beginAnew() {
      if (!legacy) return;
      sessions.delete(legacy);
      legacy.forgetRoots();
      legacy.subscriptions.clear();
    },
    /** Nothing is told or watched any more. */
    leave() {
      for (const close of leave) close();
    },
  };
}

const sessions = new WeakMap<ProtocolServer, Session>();

function sessionOf(protocol: ProtocolServer): Session | undefined {
  const { server, roots } = protocol;
  const known = sessions.get(protocol);
  if (known || server.getNegotiatedProtocolVersion() === undefined) return known;
  const session: Session = {
    protocolVersion: server.getNegotiatedProtocolVersion(),
    abilities: legacyAbilities(server.getClientCapabilities()),
    roots,
    log: (level, data) => {
      // Advisory: the same message is on standard error already.
      server.sendLoggingMessage({ level, data }).catch(() => {});
    },
  };
  sessions.set(protocol, session);
  return session;
}

/** Keeps back the answer that the client has already; resolves when the library gave it. */
function dropAnswer(transport: Transport, id: string | number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    if ('method' in message || message.id !== id) return send(message, options);
    transport.send = send;
    resolve();
  };
  return promise;
}
