import type { OperationEnd, OperationStart } from './types.ts';

/** `mcp.server.operation.duration` of the OpenTelemetry GenAI/MCP semantic conventions (status Development). */
export const durationMetric = {
  name: 'mcp.server.operation.duration',
  unit: 's',
  description: 'Duration of an MCP request as the server observed it.',
  /** Bucket boundaries in seconds, given by the conventions. */
  boundaries: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
} as const;

/** Names and values of a span or of a series, by the names of the conventions. */
export type Attributes = Readonly<Record<string, string>>;

/** `{mcp.method.name} {gen_ai.tool.name | gen_ai.prompt.name}` */
export function spanName({ method, toolName, promptName }: OperationStart): string {
  const target = toolName ?? promptName;
  return target === undefined ? method : `${method} ${target}`;
}

/** What the histogram is divided by: bounded in number, so no id and no URI. */
export function metricAttributes(operation: OperationStart, result: OperationEnd): Attributes {
  return { ...sharedAttributes(operation), ...resultAttributes(result) };
}

/** Known when a span starts, so that a sampler can decide by them. */
export function spanAttributes(operation: OperationStart): Attributes {
  const { resourceUri, requestId } = operation;
  return {
    ...sharedAttributes(operation),
    ...(resourceUri !== undefined && { 'mcp.resource.uri': resourceUri }),
    ...(requestId !== undefined && { 'jsonrpc.request.id': requestId }),
  };
}

/** How an operation ended; empty where it went well. `error.type` is `tool_error` or the code of JSON-RPC. */
export function resultAttributes(result: OperationEnd): Attributes {
  const { statusCode } = result;
  const type = errorTypeOf(result);
  return {
    ...(type !== undefined && { 'error.type': type }),
    ...(statusCode !== undefined && { 'rpc.response.status_code': String(statusCode) }),
  };
}

/** `error.type`; undefined for what is no failure of the server, whose span then has no status either. */
export function errorTypeOf({ errorType, statusCode }: OperationEnd): string | undefined {
  if (errorType !== undefined) return errorType;
  return statusCode === undefined || callersFaults.has(statusCode) ? undefined : String(statusCode);
}

/**
 * Codes that say the caller sent what cannot be served: parse error, invalid request, method not found,
 * invalid params, and resource not found of 2025-11-25. The conventions count every other code as an error.
 */
const callersFaults: ReadonlySet<number> = new Set([-32_700, -32_600, -32_601, -32_602, -32_002]);

/** What our listener speaks, whatever a proxy before it does. */
const http = { 'network.protocol.name': 'http', 'network.protocol.version': '1.1' };

function sharedAttributes(operation: OperationStart): Attributes {
  const { method, toolName, promptName, protocolVersion, transport } = operation;
  return {
    'mcp.method.name': method,
    ...(toolName !== undefined && { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': toolName }),
    ...(promptName !== undefined && { 'gen_ai.prompt.name': promptName }),
    ...(protocolVersion !== undefined && { 'mcp.protocol.version': protocolVersion }),
    'network.transport': transport,
    ...(transport === 'tcp' && http),
  };
}
