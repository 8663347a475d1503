import type { ChangeListener } from './hub.ts';
import type { ProtocolServer } from './protocol-server.ts';

/** Tells one connection of changes: a modern one filters by its streams, a legacy one by what it subscribed to. */
export function changeListener(
  { server, subscriptions }: ProtocolServer,
  era: 'legacy' | 'modern',
): ChangeListener {
  const send = (sending: Promise<void>) => {
    // The connection is closing: nobody is left to tell.
    sending.catch(() => {});
  };
  return {
    resourceUpdated(uri) {
      if (era === 'modern' || subscriptions.has(uri)) send(server.sendResourceUpdated({ uri }));
    },
    resourceListChanged: () => send(server.sendResourceListChanged()),
    toolListChanged: () => send(server.sendToolListChanged()),
    promptListChanged: () => send(server.sendPromptListChanged()),
  };
}
