import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { isRecord } from '../../json/is-record.ts';
import { isRequestId } from '../request-id.ts';
import { isPlainMeta } from '../request-meta.ts';

/**
 * Whether a value from the wire is a `tools/call` of the plainest form, and so a right message. Looking is
 * a tenth of what the library's schema of all messages costs.
 */
export const isPlainToolCall = (value: unknown): value is JSONRPCRequest =>
  isToolCallWithMeta(value) && (value.params?._meta === undefined || isPlainMeta(value.params._meta));

/** As `isPlainToolCall`, with a `_meta` of any form, which is still to be looked at. */
export function isToolCallWithMeta(value: unknown): value is JSONRPCRequest {
  if (!isRecord(value) || value.method !== 'tools/call' || value.jsonrpc !== '2.0') return false;
  const { id, params } = value;
  return (
    isRequestId(id) && isRecord(params) && hasOnly(value, messageMembers) && hasOnly(params, callMembers)
  );
}

const messageMembers = new Set(['jsonrpc', 'id', 'method', 'params']);
const callMembers = new Set(['name', 'arguments', '_meta']);

function hasOnly(value: Readonly<Record<string, unknown>>, members: ReadonlySet<string>): boolean {
  for (const key in value) if (!members.has(key)) return false;
  return true;
}
