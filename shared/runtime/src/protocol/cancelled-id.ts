import type { JSONRPCNotification, RequestId } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import { hasMethod } from './has-method.ts';
import { isRequestId } from './request-id.ts';

/** The request that a message cancels; undefined for any other message, and for one that names no request. */
export function cancelledId(message: unknown): RequestId | undefined {
  if (!isRecord(message) || !hasMethod(message, 'notifications/cancelled')) return undefined;
  const id = isRecord(message.params) ? message.params.requestId : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** Whether a value from the wire is a cancellation of the plainest form, and so a right message. */
export function isPlainCancellation(value: unknown): value is JSONRPCNotification {
  if (!isRecord(value) || value.method !== 'notifications/cancelled' || value.jsonrpc !== '2.0') return false;
  const { params } = value;
  if (!isRecord(params) || Object.keys(value).length !== 3) return false;
  const { requestId, reason, ...more } = params;
  const isReason = reason === undefined || typeof reason === 'string';
  return isRequestId(requestId) && isReason && Object.keys(more).length === 0;
}
