import type { RequestId } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import { hasMethod } from './has-method.ts';

/** The request that a message cancels; undefined for any other message, and for one that names no request. */
export function cancelledId(message: unknown): RequestId | undefined {
  if (!isRecord(message) || !hasMethod(message, 'notifications/cancelled')) return undefined;
  const id = isRecord(message.params) ? message.params.requestId : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
