import { isSpecType, type JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { takeFromLimits } from '../engine/limits.ts';
import { hasMethod } from './has-method.ts';
import { createSubscriptions, MAX_SUBSCRIPTIONS, type Subscriptions } from './subscriptions.ts';
import { watchRequest } from './watch-request.ts';

/** Watches the resources that `subscriptions/listen` streams of one connection name. */
export interface ListenWatcher {
  /** Looks at an inbound message; starts or stops watching when it opens or cancels a stream. */
  see(message: JSONRPCMessage): void;
  close(): void;
}

/** What one stream really watches. */
export interface Watching {
  readonly subscriptions: Subscriptions;
  /**
   * Resolves, when every watch is set up or refused, with the URIs that are watched.
   *
   * @throws ToolError `rate_limited`: to begin is a call like others
   */
  readonly watched: Promise<readonly string[]>;
}

/** The resource URIs of a `subscriptions/listen` request; empty for any other message. */
export function listenedUris(message: unknown): readonly string[] {
  if (!hasMethod(message, 'subscriptions/listen') || !isSpecType.SubscriptionsListenRequest(message))
    return [];
  return message.params.notifications.resourceSubscriptions ?? [];
}

/** Watches for one connection and one caller. A stream opened again under its id replaces the first. */
export function createListenWatcher(engine: Engine, caller: Caller): ListenWatcher {
  const streams = new Map<string | number, Subscriptions>();
  const stop = (id: string | number) => {
    streams.get(id)?.close();
    streams.delete(id);
  };
  return {
    see(message) {
      if (
        hasMethod(message, 'notifications/cancelled') &&
        isSpecType.CancelledNotification(message) &&
        message.params.requestId !== undefined
      ) {
        stop(message.params.requestId);
      }
      const uris = listenedUris(message);
      if (uris.length === 0 || !('id' in message) || message.id === undefined) return;
      stop(message.id);
      const { subscriptions, watched } = watchAll(engine, caller, uris);
      streams.set(message.id, subscriptions);
      watched.catch((error: unknown) => {
        engine.parts.log.warning('A stream goes on without the resources it names.', {
          error: String(error),
        });
      });
    },
    close: () => [...streams.keys()].forEach(stop),
  };
}

/**
 * Starts watching; a resource that cannot be watched is logged, and the stream goes on without it.
 *
 * @param lost called when one may be watched no longer
 */
export function watchAll(
  engine: Engine,
  caller: Caller,
  uris: readonly string[],
  lost?: () => void,
): Watching {
  const subscriptions = createSubscriptions(engine, lost);
  const watch = async (uri: string): Promise<readonly string[]> => {
    try {
      await subscriptions.add(uri, watchRequest(caller));
      return [uri];
    } catch (error) {
      engine.parts.log.warning('A subscribed resource cannot be watched.', { uri, error: String(error) });
      return [];
    }
  };
  const watchEach = async () => {
    await takeFromLimits(engine.parts, caller, 'subscriptions/listen');
    const wanted = [...new Set(uris)];
    const found = await Promise.all(wanted.slice(0, MAX_SUBSCRIPTIONS).map(watch));
    if (wanted.length > MAX_SUBSCRIPTIONS) {
      const left = wanted.length - MAX_SUBSCRIPTIONS;
      engine.parts.log.warning('A stream names more resources than it may watch.', { left });
    }
    return found.flat();
  };
  return { subscriptions, watched: watchEach() };
}

/** The same `subscriptions/listen` request for these resources only. */
export function listenOnlyTo(message: unknown, uris: readonly string[]): unknown {
  if (!isSpecType.SubscriptionsListenRequest(message)) return message;
  const { params } = message;
  const notifications = { ...params.notifications, resourceSubscriptions: [...uris] };
  return { ...message, params: { ...params, notifications } };
}
