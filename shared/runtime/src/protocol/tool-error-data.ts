import { jsonRpcCode } from '../errors/json-rpc-code.ts';
import type { ToolError } from '../errors/tool-error.ts';
import type { Redactor } from '../redact/types.ts';

/** The `error` of a JSON-RPC answer. */
export interface ErrorData {
  readonly code: number;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A failed call where MCP has no result to put it in: the catalogue's code is in `data`. Secrets are redacted.
 *
 * @param traceId of the call, by which a fault of the server is found in its log
 */
export function toolErrorData(error: ToolError, redactor: Redactor, traceId?: string): ErrorData {
  const { code, retryAfterMs } = error;
  return {
    code: jsonRpcCode(code),
    message: toolErrorText(error, redactor, traceId),
    data: {
      code,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(traceId !== undefined && { traceId }),
    },
  };
}

/** What is wrong and what to do, in two sentences without secrets. */
export function toolErrorText(
  { code, message, next }: ToolError,
  redactor: Redactor,
  traceId?: string,
): string {
  const told =
    code === 'internal' && traceId !== undefined ? `Report it with the trace id ${traceId}.` : next;
  return redactor.text(`${message} ${told}`);
}
