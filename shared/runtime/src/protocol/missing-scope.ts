import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import { UnknownName } from '../engine/unknown-name.ts';
import { isRecord } from '../json/is-record.ts';
import { callerFrom } from './caller-from.ts';
import { hasMethod } from './has-method.ts';
import { watchRequest } from './watch-request.ts';

/**
 * Finds calls of tools for which all that is missing is a scope of the caller's token. Such a call is refused
 * and recorded as any other of a tool its caller may not see; only the answer is another: over HTTP, MCP has it
 * name the scope, so that a client can ask its user for a token that carries it.
 */
export function createMissingScope({ tools }: Engine) {
  return async (message: unknown, authInfo: AuthInfo): Promise<string | undefined> => {
    if (!hasMethod(message, 'tools/call') || !isRecord(message) || !isRecord(message.params))
      return undefined;
    const { name, arguments: given } = message.params;
    if (typeof name !== 'string') return undefined;
    const caller = callerFrom(authInfo);
    const scope = tools.missingScope(caller, name);
    if (scope === undefined) return undefined;
    try {
      await tools.call(name, given, { ...watchRequest(caller), transport: 'tcp' });
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
    }
    return scope;
  };
}
