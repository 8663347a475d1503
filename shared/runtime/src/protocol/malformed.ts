import type { JSONRPCErrorResponse } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import { isRequestId } from './request-id.ts';
import { progressTokenOf } from './request-meta.ts';

const INVALID_REQUEST = -32_600;
const INVALID_PARAMS = -32_602;

/**
 * What the sender of a value is told that is no message of the protocol: one error for each request in it.
 * Nobody waits for an answer to anything else, and without a right id no answer finds its request.
 */
export function malformedAnswers(value: unknown): readonly JSONRPCErrorResponse[] {
  if (Array.isArray(value)) {
    return value.flatMap((one) => answerTo(one, INVALID_REQUEST, 'Send one message a line, and no batches.'));
  }
  if (!isRecord(value) || value.jsonrpc !== '2.0' || !hasOnlyMembers(value)) {
    return answerTo(value, INVALID_REQUEST, 'Invalid request: not a request of JSON-RPC 2.0.');
  }
  return answerTo(value, INVALID_PARAMS, `Invalid params: ${problem(value.params)}`);
}

/**
 * What the sender of a message over the limit is told.
 *
 * @param value what is outermost of the message
 * @param maxBytes the limit
 */
export const tooLongAnswers = (value: unknown, maxBytes: number): readonly JSONRPCErrorResponse[] =>
  answerTo(value, INVALID_REQUEST, `Invalid request: longer than ${maxBytes} bytes. Send it in parts.`);

function answerTo(value: unknown, code: number, message: string): readonly JSONRPCErrorResponse[] {
  if (!isRecord(value) || !isRequestId(value.id) || typeof value.method !== 'string') return [];
  return [{ jsonrpc: '2.0', id: value.id, error: { code, message } }];
}

const members = new Set(['jsonrpc', 'id', 'method', 'params']);
const hasOnlyMembers = (value: object) => Object.keys(value).every((key) => members.has(key));

function problem(params: unknown): string {
  if (!isRecord(params)) return 'params must be an object.';
  if (!isRecord(params._meta)) return '_meta must be an object.';
  const { progressToken } = params._meta;
  return progressToken !== undefined && progressTokenOf(params._meta) === undefined
    ? '_meta.progressToken must be a string or a whole number.'
    : 'a member of _meta does not have the form that MCP gives it.';
}
