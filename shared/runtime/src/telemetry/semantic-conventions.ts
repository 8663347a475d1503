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
export function resultAttributes({ errorType, statusCode }: OperationEnd): Attributes {
  const type = errorType ?? (statusCode === undefined ? undefined : String(statusCode));
  return {
    ...(type !== undefined && { 'error.type': type }),
    ...(statusCode !== undefined && { 'rpc.response.status_code': String(statusCode) }),
  };
}

/** A span is an error only for a fault of the server: `-32603` and the range JSON-RPC leaves to servers. */
export function isServerFault(statusCode: number | undefined): boolean {
  if (statusCode === undefined) return false;
  return statusCode === -32_603 || (statusCode <= -32_000 && statusCode >= -32_099);
}

function sharedAttributes(operation: OperationStart): Attributes {
  const { method, toolName, promptName, protocolVersion, transport } = operation;
  return {
    'mcp.method.name': method,
    ...(toolName !== undefined && { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': toolName }),
    ...(promptName !== undefined && { 'gen_ai.prompt.name': promptName }),
    ...(protocolVersion !== undefined && { 'mcp.protocol.version': protocolVersion }),
    'network.transport': transport,
  };
}
