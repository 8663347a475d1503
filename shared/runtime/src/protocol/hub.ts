import type { Notifications } from '../engine/parts.ts';

/** A connection, or the HTTP endpoint with all of its streams, that wants to hear of changes. */
export type ChangeListener = Notifications;

/** Spreads change notifications over every connection. */
export interface Hub extends ChangeListener {
  /** Answers how to leave. */
  join(listener: ChangeListener): () => void;
  /** Another policy is in force: who watches something may have to stop. */
  policyChanged(): void;
  /** Answers how to hear no more of it. */
  onPolicyChange(listener: () => void): () => void;
}

/** A hub without connections; whoever joins hears of every change until it leaves. */
export function createHub(): Hub {
  const listeners = new Set<ChangeListener>();
  const policyListeners = new Set<() => void>();
  const all = (tell: (listener: ChangeListener) => void) => {
    for (const listener of listeners) tell(listener);
  };
  return {
    join(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    policyChanged() {
      for (const listener of policyListeners) listener();
    },
    onPolicyChange(listener) {
      policyListeners.add(listener);
      return () => policyListeners.delete(listener);
    },
    resourceUpdated: (uri) => all((listener) => listener.resourceUpdated(uri)),
    resourceListChanged: () => all((listener) => listener.resourceListChanged()),
    toolListChanged: () => all((listener) => listener.toolListChanged()),
    promptListChanged: () => all((listener) => listener.promptListChanged()),
  };
}
