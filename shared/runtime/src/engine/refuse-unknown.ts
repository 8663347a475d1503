import type { Effect } from '../definition/tool.ts';
import { jsonRpcCode } from '../errors/json-rpc-code.ts';
import { newTraceId } from '../telemetry/trace-id.ts';
import { takeFromLimits } from './limits.ts';
import type { EngineParts } from './parts.ts';
import type { EngineRequest } from './request.ts';
import { UnknownName } from './unknown-name.ts';

/** A call of what is not there, or of what its caller may not see. */
export interface UnknownCall {
  readonly kind: 'tool' | 'prompt';
  readonly name: string;
  readonly arguments: unknown;
  readonly suggestion?: string | undefined;
  /** What it would do; undefined where there is no such thing at all. */
  readonly hidden: { readonly effect: Effect } | undefined;
}

/**
 * Refuses such a call as any other is refused: it counts against the limits, and the audit log says whether
 * somebody tried what is withheld. Its caller cannot tell the two apart.
 *
 * @throws UnknownName, or ToolError `rate_limited`
 */
export async function refuseUnknown(
  parts: EngineParts,
  request: EngineRequest,
  { kind, name, arguments: given, suggestion, hidden }: UnknownCall,
): Promise<never> {
  const started = performance.now();
  const method = kind === 'tool' ? 'tools/call' : 'prompts/get';
  // Its name is the caller's own word, of which there is no end, so it is in no label.
  const operation = parts.telemetry.start({
    method,
    requestId: request.id,
    transport: request.transport,
    ...(request.protocolVersion !== undefined && { protocolVersion: request.protocolVersion }),
    ...(request.meta && { meta: request.meta }),
  });
  const traceId = operation.traceId ?? newTraceId();
  const record = (status: 'denied' | 'error', errorCode: string) =>
    parts.audit.record(
      {
        server: parts.server.name,
        method,
        target: name,
        effect: hidden?.effect ?? 'read',
        caller: request.caller,
        arguments: given,
        traceId,
      },
      { status, errorCode, durationMs: performance.now() - started },
    );
  try {
    await takeFromLimits(parts, request.caller, `unknown ${kind}`);
  } catch (error) {
    operation.end(
      kind === 'tool' ? { errorType: 'tool_error' } : { statusCode: jsonRpcCode('rate_limited') },
    );
    await record('denied', 'rate_limited');
    throw error;
  }
  operation.end({ statusCode: jsonRpcCode('not_found') });
  await (hidden ? record('denied', 'forbidden') : record('error', 'not_found'));
  throw new UnknownName(kind, name, suggestion);
}
