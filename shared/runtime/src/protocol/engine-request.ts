import {
  CLIENT_CAPABILITIES_META_KEY,
  isSpecType,
  PROTOCOL_VERSION_META_KEY,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { ClientAbilities } from '../definition/context.ts';
import type { EngineRequest, User } from '../engine/request.ts';
import type { LogLevel } from '../telemetry/logger.ts';
import type { Connection } from './connection.ts';
import { progressParams } from './request-meta.ts';
import { legacyAbilities, logData, modernAbilities } from './session.ts';

/** What every request of one protocol server shares. */
export interface RequestSource {
  readonly server: Server;
  readonly connection: Connection;
  readonly roots: () => Promise<readonly string[] | undefined>;
}

/** Abilities come with each modern request, and once with the handshake of the legacy era. */
export function clientAbilities(server: Server, context: ServerContext): ClientAbilities {
  const announced = envelopeValue(context, CLIENT_CAPABILITIES_META_KEY);
  if (announced === undefined) return legacyAbilities(server.getClientCapabilities());
  return modernAbilities(
    isSpecType.ClientCapabilities(announced) ? announced : server.getClientCapabilities(),
  );
}

/** What the client speaks: said with each modern request, and once with the handshake of the legacy era. */
export function protocolVersion(server: Server, context: ServerContext): string | undefined {
  const version = envelopeValue(context, PROTOCOL_VERSION_META_KEY);
  return typeof version === 'string' ? version : server.getNegotiatedProtocolVersion();
}

const envelopeValue = ({ mcpReq }: ServerContext, key: string): unknown =>
  mcpReq.envelope && new Map<string, unknown>(Object.entries(mcpReq.envelope)).get(key);

/** One SDK request as the engine takes it. */
export function engineRequest(source: RequestSource, context: ServerContext, user: User): EngineRequest {
  const { server, connection, roots } = source;
  const { mcpReq } = context;
  return {
    caller: connection.caller,
    signal: mcpReq.signal,
    transport: connection.transport,
    protocolVersion: protocolVersion(server, context),
    id: String(mcpReq.id),
    meta: mcpReq._meta,
    progress: progressSender(context),
    clientLog: (level, message, fields) => sendLog(context, level, message, fields),
    releaseStream: () => context.http?.closeSSE?.(),
    abilities: clientAbilities(server, context),
    user,
    roots,
  };
}

function progressSender(context: ServerContext): EngineRequest['progress'] {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress, total, message) => {
    const params = progressParams(progressToken, progress, total, message);
    // Progress is advisory: a client that went away is noticed by the call's own signal.
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}

function sendLog(
  context: ServerContext,
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>>,
): void {
  // Like progress: the same message is on standard error already.
  context.mcpReq.log(level, logData(message, fields)).catch(() => {});
}
