import type { Engine } from '../engine/engine.ts';
import type { EngineRequest } from '../engine/request.ts';
import { fail } from '../errors/tool-error.ts';

/** One connection, or one stream, may watch this many resources at once. */
export const MAX_SUBSCRIPTIONS = 256;

/** What one connection, or one stream, watches. */
export interface Subscriptions {
  /** @throws ToolError `not_found` for an unknown resource, `too_large` over the limit */
  add(uri: string, request: EngineRequest): Promise<void>;
  remove(uri: string): void;
  has(uri: string): boolean;
  /** Ends every watch. */
  clear(): void;
  /** The same for good: a watch that is asked for later, or was on its way, does not begin. */
  close(): void;
}

export function createSubscriptions(engine: Engine): Subscriptions {
  const watched = new Map<string, { stop: () => void }>();
  let closed = false;
  const remove = (uri: string) => {
    watched.get(uri)?.stop();
    watched.delete(uri);
  };
  const clear = () => [...watched.keys()].forEach(remove);
  return {
    async add(uri, request) {
      if (closed || watched.has(uri)) return;
      if (watched.size >= MAX_SUBSCRIPTIONS) {
        fail('too_large', `This connection watches ${MAX_SUBSCRIPTIONS} resources already.`, {
          next: 'Unsubscribe from one first.',
        });
      }
      const entry = { stop: () => {} };
      watched.set(uri, entry);
      try {
        const lasting = { ...request, signal: new AbortController().signal };
        const changed = () => engine.parts.notifications.resourceUpdated(uri);
        entry.stop = await engine.resources.watch(uri, changed, lasting);
      } catch (error) {
        watched.delete(uri);
        throw error;
      }
      // Unsubscribed, or the connection closed, while the watch was being set up.
      if (watched.get(uri) !== entry) entry.stop();
    },
    remove,
    has: (uri) => watched.has(uri),
    clear,
    close() {
      closed = true;
      clear();
    },
  };
}
