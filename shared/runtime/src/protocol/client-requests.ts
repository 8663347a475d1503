import { randomUUID } from 'node:crypto';
import { isRecord } from '../json/is-record.ts';
import type { Wire } from './wire.ts';

/** How long a client may take to answer, as in the protocol library. */
const TIMEOUT_MS = 60_000;

/** Requests to the client that need no protocol library, beside those of the library. */
export interface ClientRequests {
  /** @throws Error when the client answers with an error, not in time, or goes away */
  ask(method: string): Promise<unknown>;
  /** Takes the answer to a request of its own; false for any other value. */
  take(value: unknown): boolean;
  close(): void;
}

interface Asked {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Requests over one wire. Each has an id of its own and a minute to be answered. */
export function createClientRequests(wire: Pick<Wire, 'send'>): ClientRequests {
  const asked = new Map<unknown, Asked>();
  return {
    async ask(method) {
      // Counted numbers are the library's.
      const id = randomUUID();
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const late = () => reject(new Error(`The client did not answer ${method} within ${TIMEOUT_MS} ms.`));
      const timer = setTimeout(late, TIMEOUT_MS);
      asked.set(id, { resolve, reject });
      try {
        await wire.send({ jsonrpc: '2.0', id, method });
        return await promise;
      } finally {
        clearTimeout(timer);
        asked.delete(id);
      }
    },
    take(value) {
      if (!isRecord(value) || 'method' in value) return false;
      const request = asked.get(value.id);
      if (!request) return false;
      if (isRecord(value.result)) request.resolve(value.result);
      else request.reject(new Error(`The client answered with an error: ${errorText(value.error)}`));
      return true;
    },
    close() {
      for (const { reject } of asked.values()) reject(new Error('The connection is closed.'));
    },
  };
}

const errorText = (error: unknown) => (isRecord(error) ? String(error.message) : 'no result');
