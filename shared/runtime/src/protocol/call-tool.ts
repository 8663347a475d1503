import {
  ProtocolError,
  ProtocolErrorCode,
  type CallToolResult as SdkResult,
} from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import { type EngineRequest, MissingAbility } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { runAsTask } from '../tasks/run-as-task.ts';
import type { TaskFailure } from '../tasks/types.ts';
import { isForeseen, protocolError } from './protocol-error.ts';
import { createTaskUser } from './user.ts';

/**
 * Calls a tool, as a task where it is slow, declared for it, and the client knows tasks.
 *
 * @throws MissingAbility when the tool needs a client that knows tasks
 */
export async function callTool(
  engine: Engine,
  params: { readonly name: string; readonly arguments?: unknown },
  request: EngineRequest,
): Promise<SdkResult> {
  const tool = engine.tools.known(request.caller, params.name);
  const run = (given: EngineRequest) => engine.tools.call(params.name, params.arguments, given);
  // The engine refuses, and records that it did.
  if (!tool) return sdkResult(await run(request));
  if (tool.task === 'required' && !request.abilities.tasks) throw new MissingAbility('tasks');
  if (tool.task === false || !request.abilities.tasks) return sdkResult(await run(request));
  const done = await runAsTask(engine.tasks, {
    request,
    timeoutMs: tool.timeoutMs ?? engine.parts.options.timeoutMs,
    run,
    userOf: (ask) => createTaskUser(request.abilities, ask),
    failure: (error) => failure(error, engine.parts),
  });
  // The SDK wants content in every result of this method; a task handle has none.
  return 'result' in done ? sdkResult(done.result) : { resultType: 'task', content: [], ...done.task };
}

/** A result of the engine as the SDK types it. */
export const sdkResult = ({ content, ...rest }: CallToolResult): SdkResult => ({
  content: [...content],
  ...rest,
});

function failure(thrown: unknown, { log, redactor }: Engine['parts']): TaskFailure {
  if (!isForeseen(thrown)) {
    log.error('A task failed unexpectedly.', {
      stack: thrown instanceof Error ? thrown.stack : String(thrown),
    });
  }
  const error = protocolError(thrown, redactor);
  if (!(error instanceof ProtocolError)) {
    return { code: ProtocolErrorCode.InternalError, message: error.message };
  }
  const { code, message, data } = error;
  return { code, message, ...(data !== undefined && { data }) };
}
