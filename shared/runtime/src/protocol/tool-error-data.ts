import type { ToolError } from '../errors/tool-error.ts';

/** The `error` of a JSON-RPC answer. */
export interface ErrorData {
  readonly code: number;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const INVALID_PARAMS = -32_602;
const INTERNAL_ERROR = -32_603;

/** Codes that mean the caller sent something wrong; the rest are the server's side. */
const callersFault = new Set([
  'invalid_arguments',
  'not_found',
  'outside_roots',
  'forbidden',
  'unsupported',
  'too_large',
]);

/** A failed call where MCP has no result to put it in: the catalogue's code is in `data`. */
export const toolErrorData = ({ code, message, next, retryAfterMs }: ToolError): ErrorData => ({
  code: callersFault.has(code) ? INVALID_PARAMS : INTERNAL_ERROR,
  message: `${message} ${next}`,
  data: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) },
});
