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

/** @param lost called when a watch has ended because the policy permits it no longer */
export function createSubscriptions(engine: Engine, lost: () => void = () => {}): Subscriptions {
  const watched = new Map<string, { stop: () => void; readonly request: EngineRequest }>();
  let closed = false;
  let hearNoMore: (() => void) | undefined;
  const remove = (uri: string) => {
    watched.get(uri)?.stop();
    watched.delete(uri);
    if (watched.size > 0) return;
    hearNoMore?.();
    hearNoMore = undefined;
  };
  const lookAgain = async () => {
    for (const [uri, entry] of [...watched]) {
      const may = await engine.resources.mayWatch(uri, entry.request);
      if (may || watched.get(uri) !== entry) continue;
      remove(uri);
      lost();
    }
  };
  const clear = () => [...watched.keys()].forEach(remove);
  return {
    async add(uri, request) {
      if (closed || watched.has(uri)) return;
      if (watched.size >= MAX_SUBSCRIPTIONS) refuseMore();
      const lasting = { ...request, signal: new AbortController().signal };
      const entry = { stop: () => {}, request: lasting };
      watched.set(uri, entry);
      hearNoMore ??= engine.parts.onPolicyChange?.(() => void lookAgain());
      try {
        const changed = () => engine.parts.notifications.resourceUpdated(uri);
        entry.stop = await engine.resources.watch(uri, changed, lasting);
      } catch (error) {
        if (watched.get(uri) === entry) remove(uri);
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

const refuseMore = () =>
  fail('too_large', `This connection watches ${MAX_SUBSCRIPTIONS} resources already.`, {
    next: 'Unsubscribe from one first.',
  });
