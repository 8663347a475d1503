import type { IncomingHttpHeaders } from 'node:http';
import type { ServerContext } from '@modelcontextprotocol/server';
import type { Caller, ClientAbilities } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineRequest } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import type { DirectAnswer } from '../http/types.ts';
import { type BegunCall, beginCall } from './begun-call.ts';
import { createKnownEnvelopes } from './known-envelopes.ts';
import type { LegacySessions, OpenSession } from './legacy-sessions.ts';
import { completeResult } from './modern-sessions.ts';
import { type PlainHttpCall, plainHttpCall } from './plain-http-call.ts';
import { legacyAbilities } from './session.ts';

const unable: ClientAbilities = { elicitation: false, sampling: false, roots: false, tasks: false };

/** Serves calls of tools over HTTP without the protocol library, where a call is of the plainest form. */
export interface DirectHttpCalls {
  /** Begins a call, or leaves it to the library. */
  begin(
    headers: IncomingHttpHeaders,
    body: unknown,
    known: {
      readonly caller: Caller;
      readonly signal: AbortSignal;
      readonly sessions: Pick<LegacySessions, 'find'>;
    },
  ): DirectAnswer | undefined;
  /** The call that runs already for a request of the library's; answered once. */
  begunFor(context: ServerContext): BegunCall | undefined;
}

/**
 * The short way of `tools/call` over HTTP: the same engine, without the library's server, its web request
 * and response, and its parsing of both, which cost several times a short call. It takes a known tool that
 * neither confirms nor becomes a task, of a client whose request is right beyond doubt. A call that turns
 * out to need more goes on, without beginning again, when the library has its request.
 */
export function createDirectHttpCalls(engine: Engine): DirectHttpCalls {
  const envelopes = createKnownEnvelopes();
  const passedOn = new WeakMap<Request, BegunCall>();
  const complete = completeResult(engine.parts.server);

  return {
    begin(headers, body, { caller, signal, sessions }) {
      const call = plainHttpCall(headers, body, envelopes);
      if (!call || !isDirect(engine, caller, call)) return undefined;
      const run = (request: EngineRequest) => engine.tools.call(call.name, call.args, request);
      const begun =
        call.session === undefined
          ? beginAlone(call, caller, signal, run)
          : beginInSession(call, caller, sessions.find(call.session, caller), run);
      return (
        begun && {
          json: begun.result.then((result) => {
            if (begun.aborted) return '';
            return result && answerJson(call, call.abilities ? complete(result) : result);
          }),
          passTo: (request) => void passedOn.set(request, begun),
          leave: begun.leave,
        }
      );
    },
    begunFor({ http }) {
      const request = http?.req;
      const begun = request && passedOn.get(request);
      if (begun) passedOn.delete(request);
      return begun;
    },
  };
}

type Run = (request: EngineRequest) => Promise<CallToolResult>;

function beginAlone(call: PlainHttpCall, caller: Caller, signal: AbortSignal, run: Run): BegunCall {
  const abilities = call.abilities ?? unable;
  const begun = beginCall(call, { caller, abilities, roots: async () => undefined }, run);
  signal.addEventListener('abort', begun.abort, { once: true });
  return begun;
}

/** In a session a lost connection cancels nothing; a message does, and the end of the session. */
function beginInSession(
  call: PlainHttpCall,
  caller: Caller,
  session: OpenSession | undefined,
  run: Run,
): BegunCall | undefined {
  if (session === undefined || session.begun.has(call.id)) return undefined;
  const { server, roots } = session.protocol;
  if (server.getNegotiatedProtocolVersion() === undefined) return undefined;
  const abilities = legacyAbilities(server.getClientCapabilities());
  const begun = beginCall(call, { caller, abilities, roots }, run);
  session.begun.set(call.id, begun);
  void begun.ended.then(() => session.begun.delete(call.id));
  return begun;
}

function isDirect({ tools }: Engine, caller: Caller, { name, abilities }: PlainHttpCall): boolean {
  const tool = tools.known(caller, name);
  if (!tool || tool.effect === 'destroy' || tools.mirrored(caller, name).length > 0) return false;
  return tool.task === false || (tool.task === true && !abilities?.tasks);
}

const answerJson = ({ id }: PlainHttpCall, result: CallToolResult): string =>
  JSON.stringify({ result, jsonrpc: '2.0', id });
