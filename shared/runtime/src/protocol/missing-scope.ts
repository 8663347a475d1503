import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineRequest } from '../engine/request.ts';
import { UnknownName } from '../engine/unknown-name.ts';
import { isRecord } from '../json/is-record.ts';
import type { PolicySubject } from '../policy/types.ts';
import { callerFrom } from './caller-from.ts';
import { hasMethod } from './has-method.ts';
import { watchRequest } from './watch-request.ts';

/**
 * Finds calls of tools, and reads of resources and prompts, for which all that is missing is a scope of the
 * caller's token. Such a call is refused and recorded as any other of what its caller may not see; only the answer
 * is another: over HTTP, MCP has it name the scope, so that a client can ask its user for a token that carries it.
 */
export function createMissingScope(engine: Engine) {
  return async (message: unknown, authInfo: AuthInfo): Promise<string | undefined> => {
    if (!isRecord(message) || !isRecord(message.params)) return undefined;
    const caller = callerFrom(authInfo);
    const asked = askedFor(engine, caller, message, message.params);
    if (asked?.scope === undefined) return undefined;
    try {
      await asked.refuse({ ...watchRequest(caller), transport: 'tcp' });
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
    }
    return asked.scope;
  };
}

/** What a message asks for: the scope that it misses, and how it is refused and recorded without. */
interface Asked {
  readonly scope: string | undefined;
  readonly refuse: (request: EngineRequest) => Promise<unknown>;
}

function askedFor(
  engine: Engine,
  caller: Caller,
  message: unknown,
  { name, uri, arguments: given }: Readonly<Record<string, unknown>>,
): Asked | undefined {
  const { tools, resources, prompts } = engine;
  if (hasMethod(message, 'resources/read') && typeof uri === 'string') {
    const { server } = engine.parts;
    const scope = documentScope(engine, caller, 'resources', server.resources);
    return { scope, refuse: (request) => resources.read(uri, request) };
  }
  if (typeof name !== 'string') return undefined;
  if (hasMethod(message, 'tools/call')) {
    return {
      scope: tools.missingScope(caller, name),
      refuse: (request) => tools.call(name, given, request),
    };
  }
  if (hasMethod(message, 'prompts/get')) {
    const named = engine.parts.server.prompts.filter((prompt) => prompt.name === name);
    const scope = documentScope(engine, caller, 'prompts', named);
    return { scope, refuse: (request) => prompts.get(name, given, request) };
  }
  return undefined;
}

/** The scope with which a caller who may see none of these documents could see one. */
function documentScope(
  { parts: { server, documentPolicy } }: Engine,
  caller: Caller,
  toolset: 'resources' | 'prompts',
  documents: readonly { readonly name: string }[],
): string | undefined {
  let found: string | undefined;
  for (const { name } of documents) {
    const subject: PolicySubject = { server: server.name, name, toolset, effect: 'read' };
    const decision = documentPolicy.visible(caller, subject);
    if (decision.allowed) return undefined;
    const { missingScope } = decision;
    if (missingScope === undefined) continue;
    const scopes = [...caller.scopes, missingScope];
    if (documentPolicy.visible({ ...caller, scopes }, subject).allowed) found ??= missingScope;
  }
  return found;
}
