import type { ErrorCode } from './catalogue.ts';

const INVALID_PARAMS = -32_602;
const INTERNAL_ERROR = -32_603;

/** Codes that mean the caller sent something wrong; the rest are the server's side. */
const callersFault: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid_arguments',
  'not_found',
  'outside_roots',
  'forbidden',
  'unsupported',
  'too_large',
]);

/** The JSON-RPC code of a failed call where MCP has no result to put it in. */
export const jsonRpcCode = (code: ErrorCode): number =>
  callersFault.has(code) ? INVALID_PARAMS : INTERNAL_ERROR;
