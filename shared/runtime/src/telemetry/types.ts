/** One MCP request as telemetry sees it; names follow the OpenTelemetry GenAI/MCP semantic conventions. */
export interface OperationStart {
  /** `mcp.method.name` */
  readonly method: string;
  /** `gen_ai.tool.name` */
  readonly toolName?: string;
  /** `gen_ai.prompt.name` */
  readonly promptName?: string;
  /** `mcp.resource.uri`, on spans only */
  readonly resourceUri?: string;
  /** `mcp.protocol.version` */
  readonly protocolVersion?: string;
  /** `jsonrpc.request.id` */
  readonly requestId?: string;
  /** `network.transport` */
  readonly transport: 'pipe' | 'tcp';
  /** `params._meta`, where `traceparent`, `tracestate` and `baggage` of the parent are. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** How a request ended. */
export interface OperationEnd {
  /** `error.type` of what is no JSON-RPC error: `tool_error` for a result with `isError`. */
  readonly errorType?: string;
  /** `rpc.response.status_code`: the JSON-RPC error code. It is the `error.type` too, where it means a failure. */
  readonly statusCode?: number;
  /** The description of a span that failed; holds no secret. */
  readonly message?: string;
}

/** A request under way. */
export interface Operation {
  /** 32 hex digits; undefined when tracing is off and no parent came in. */
  readonly traceId: string | undefined;
  end(result: OperationEnd): void;
}

/** Traces and metrics of a server; none of it costs anything while it is off. */
export interface Telemetry {
  start(operation: OperationStart): Operation;
  /** Prometheus text exposition of what was counted; undefined when metrics are off. */
  exposition(): string | undefined;
  close(): Promise<void>;
}
