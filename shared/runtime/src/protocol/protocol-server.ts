import { inputRequired, type Server, type ServerContext } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/parts.ts';
import { type EngineRequest, InputNeeded } from '../engine/request.ts';
import { asToolError } from '../errors/as-tool-error.ts';
import type { Logger } from '../telemetry/logger.ts';
import { callTool, sdkResult } from './call-tool.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { registerDocuments } from './documents.ts';
import { embeddedRequests } from './embedded-requests.ts';
import { clientAbilities, engineRequest, protocolVersion, type RequestSource } from './engine-request.ts';
import type { RunningCall } from './handed-over.ts';
import { nobody } from './nobody.ts';
import { isForeseen, protocolError } from './protocol-error.ts';
import { type ClientRoots, createClientRoots } from './roots.ts';
import { callFingerprint, type RoundsCodec } from './rounds.ts';
import { type Measure, RuntimeServer } from './runtime-server.ts';
import { sdkTool } from './sdk-tool.ts';
import { serverInfo } from './server-info.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { registerTaskMethods } from './task-methods.ts';
import { createUser } from './user.ts';
import { refuseCursor } from './whole-list.ts';

/** How long a client may keep a list, milliseconds: it is told when one changes. */
const LIST_TTL_MS = 300_000;

/** What a connection is served with, whichever transport it came over. */
export interface ProtocolOptions {
  readonly engine: Engine;
  readonly rounds: RoundsCodec;
  /** The call that runs already for a request, if one does; each is answered once. */
  readonly begunFor?: (context: ServerContext) => RunningCall | undefined;
}

/** Runs one request on the engine; questions to the user become rounds of the protocol. */
export type Rounded = <Result>(
  method: string,
  params: unknown,
  context: ServerContext,
  run: (request: EngineRequest) => Promise<Result>,
) => Promise<Result | ReturnType<typeof inputRequired>>;

/** Runs one request that asks its user nothing. */
export type Plain = <Result>(
  context: ServerContext,
  run: (request: EngineRequest) => Promise<Result>,
) => Promise<Result>;

/** The library's server on one connection, and what that connection has told and asked for. */
export interface ProtocolServer {
  readonly server: Server;
  readonly roots: RequestSource['roots'];
  /** From now on the client is asked for its roots again. */
  readonly forgetRoots: () => void;
  /** What this connection subscribed to with `resources/subscribe`. */
  readonly subscriptions: Subscriptions;
}

/** One SDK server over the engine: for a connection on stdio, for a request or a session over HTTP. */
export function createProtocolServer(
  { engine, rounds, begunFor }: ProtocolOptions,
  connection: Connection,
): ProtocolServer {
  const { log } = engine.parts;
  const server = sdkServer(engine, rounds, connection);
  const { roots, changed: forgetRoots } = connection.era === 'legacy' ? rootsOf(server, log) : noRoots;
  const source: RequestSource = { server, connection, roots };
  const rounded = runInRounds(source, rounds, engine);
  const plain = runPlainly(source, engine.parts);
  const subscriptions = createSubscriptions(engine);

  server.setRequestHandler('tools/list', ({ params }) => {
    refuseCursor(params);
    return { tools: engine.tools.list(connection.caller).map(sdkTool) };
  });
  server.setRequestHandler('tools/call', ({ params }, context) =>
    rounded('tools/call', params, context, (request) => {
      const begun = begunFor?.(context);
      return begun ? begun.goOn(request).then(sdkResult) : callTool(engine, params, request);
    }),
  );
  if (server.getCapabilities().extensions) registerTaskMethods({ ...source, engine, plain });
  registerDocuments({ ...source, engine, rounded, plain, subscriptions });
  return { server, roots, forgetRoots, subscriptions };
}

const noRoots: ClientRoots = { roots: async () => undefined, changed: () => {} };

function rootsOf(server: Server, log: Logger): ClientRoots {
  const found = createClientRoots({
    announced: () => Boolean(server.getClientCapabilities()?.roots),
    list: async () => (await server.listRoots()).roots,
    log,
  });
  server.setNotificationHandler('notifications/roots/list_changed', found.changed);
  return found;
}

function sdkServer(engine: Engine, rounds: RoundsCodec, connection: Connection): Server {
  const { instructions } = engine.parts.server;
  const cached = { ttlMs: LIST_TTL_MS, cacheScope: 'private' as const };
  return new RuntimeServer(measureOf(engine, connection), serverInfo(engine.parts.server), {
    capabilities: capabilitiesOf(engine.parts.server, connection.era),
    ...(instructions !== undefined && { instructions }),
    requestState: { verify: rounds.verify },
    cacheHints: { 'tools/list': cached, 'prompts/list': cached, 'server/discover': cached },
  });
}

const measureOf =
  ({ parts }: Engine, { transport }: Connection): Measure =>
  (method, context, server) => {
    const { id, _meta: meta } = context.mcpReq;
    const version = protocolVersion(server, context);
    return parts.telemetry.start({
      method,
      requestId: String(id),
      transport,
      ...(version !== undefined && { protocolVersion: version }),
      ...(meta && { meta }),
    });
  };

function runInRounds(source: RequestSource, rounds: RoundsCodec, { parts }: Engine): Rounded {
  const { server } = parts;
  return async (method, params, context, run) => {
    const user = createUser(context, {
      abilities: clientAbilities(source.server, context),
      fingerprint: () => callFingerprint(server.name, source.connection.caller.id, method, params),
      spend: rounds.spend,
    });
    try {
      return await run(engineRequest(source, context, user));
    } catch (error) {
      if (!(error instanceof InputNeeded)) throw told(error, parts);
      return inputRequired({
        inputRequests: embeddedRequests(error.inputRequests),
        requestState: await rounds.mint(user.rounds()),
      });
    }
  };
}

function runPlainly(source: RequestSource, parts: EngineParts): Plain {
  return async (context, run) => {
    try {
      return await run(engineRequest(source, context, nobody));
    } catch (error) {
      throw told(error, parts);
    }
  };
}

function told(error: unknown, { log, redactor }: EngineParts): Error {
  if (!isForeseen(error) && asToolError(error).code === 'internal') {
    log.error('A request failed unexpectedly.', {
      stack: error instanceof Error ? error.stack : String(error),
    });
  }
  return protocolError(error, redactor);
}
