import { isSpecType, type JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { hasMethod } from './has-method.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { watchRequest } from './watch-request.ts';

/** Watches the resources that `subscriptions/listen` streams of one connection name. */
export interface ListenWatcher {
  /** Looks at an inbound message; starts or stops watching when it opens or cancels a stream. */
  see(message: JSONRPCMessage): void;
  close(): void;
}

/** The resource URIs of a `subscriptions/listen` request; empty for any other message. */
export function listenedUris(message: unknown): readonly string[] {
  if (!hasMethod(message, 'subscriptions/listen') || !isSpecType.SubscriptionsListenRequest(message))
    return [];
  return message.params.notifications.resourceSubscriptions ?? [];
}

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
      streams.set(message.id, watchAll(engine, caller, uris));
    },
    close: () => [...streams.keys()].forEach(stop),
  };
}

/** Starts watching; a resource that cannot be watched is logged, and the stream goes on without it. */
export function watchAll(engine: Engine, caller: Caller, uris: readonly string[]): Subscriptions {
  const subscriptions = createSubscriptions(engine);
  for (const uri of uris) {
    subscriptions.add(uri, watchRequest(caller)).catch((error: unknown) => {
      engine.parts.log.warning('A subscribed resource cannot be watched.', { uri, error: String(error) });
    });
  }
  return subscriptions;
}
