import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import { cancelledId } from './cancelled-id.ts';
import { progressTokenOf } from './request-meta.ts';
import type { Wire } from './wire.ts';

/** Lets the progress of a request only rise, as MCP demands. */
export interface RisingProgress {
  /** Looks at an inbound message. */
  sees(inbound: unknown): void;
  /** The request is answered: its token can be used again. */
  settled(id: RequestId): void;
}

/**
 * Holds back progress that is not above what was told of the same request. A call that asks its user begins
 * again with the answer, and tells once more what its client knows.
 */
export function keepProgressRising(wire: Pick<Wire, 'send'>): RisingProgress {
  const tokens = new Map<RequestId, string | number>();
  const told = new Map<string | number, number>();
  const rises = (message: JSONRPCMessage) => {
    if (!('method' in message) || message.method !== 'notifications/progress') return true;
    const { progressToken, progress } = message.params ?? {};
    if (typeof progressToken !== 'string' && typeof progressToken !== 'number') return true;
    const last = told.get(progressToken);
    // Whose token is not known is told of a task, which outlives its request.
    if (last === undefined || typeof progress !== 'number') return true;
    if (progress <= last) return false;
    told.set(progressToken, progress);
    return true;
  };
  const settled = (id: RequestId) => {
    const token = tokens.get(id);
    if (token === undefined) return;
    tokens.delete(id);
    told.delete(token);
  };
  const send = wire.send.bind(wire);
  wire.send = async (message, options) => {
    if (!rises(message)) return;
    if (!('method' in message) && message.id !== undefined) settled(message.id);
    await send(message, options);
  };
  return {
    sees(inbound) {
      if (Array.isArray(inbound)) return inbound.forEach(this.sees, this);
      const cancelled = cancelledId(inbound);
      if (cancelled !== undefined) settled(cancelled);
      if (!isRecord(inbound) || !isRecord(inbound.params) || !isRecord(inbound.params._meta)) return;
      const { id } = inbound;
      const token = progressTokenOf(inbound.params._meta);
      if (token === undefined || (typeof id !== 'string' && typeof id !== 'number')) return;
      tokens.set(id, token);
      told.set(token, Number.NEGATIVE_INFINITY);
    },
    settled,
  };
}
