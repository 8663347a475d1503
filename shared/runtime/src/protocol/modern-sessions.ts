import { type JSONRPCMessage, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { ServerModule } from '../definition/server.ts';
import type { CallToolResult } from '../engine/results.ts';
import { isRecord } from '../json/is-record.ts';
import { createKnownEnvelopes } from './known-envelopes.ts';
import { MODERN_VERSION } from './modern-version.ts';
import { serverInfo } from './server-info.ts';
import type { Session } from './session.ts';

/** A modern connection as the message on it says it is; undefined where the library must look at the message. */
export type ModernSessions = (message: JSONRPCMessage) => Session | undefined;

/** Looks at the envelope of each message by itself: the modern era knows no connection. */
export function createModernSessions(server: ServerModule): ModernSessions {
  const envelopes = createKnownEnvelopes();
  const complete = completeResult(server);
  return (message) => {
    const meta = 'params' in message ? message.params?._meta : undefined;
    const abilities = isRecord(meta) ? envelopes(message, meta) : undefined;
    return (
      abilities && {
        protocolVersion: MODERN_VERSION,
        abilities,
        roots: async () => undefined,
        // Whoever wants log messages names a level in the envelope, which makes it one for the library.
        log: () => {},
        complete,
      }
    );
  };
}

/** Makes a result what the library makes it in the modern era: it says that it is complete, and of which server. */
export function completeResult(server: ServerModule): (result: CallToolResult) => CallToolResult {
  const info = serverInfo(server);
  return (result) => {
    const complete = { resultType: 'complete', _meta: { ...result._meta, [SERVER_INFO_META_KEY]: info } };
    return { ...result, ...complete };
  };
}
