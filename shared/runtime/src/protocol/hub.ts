import type { Notifications } from '../engine/parts.ts';

/** Changes of one resource within this time are told as one, milliseconds. */
const TOGETHER_MS = 100;

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
    resourceUpdated: tellTogether((uri) => all((listener) => listener.resourceUpdated(uri))),
    resourceListChanged: () => all((listener) => listener.resourceListChanged()),
    toolListChanged: () => all((listener) => listener.toolListChanged()),
    promptListChanged: () => all((listener) => listener.promptListChanged()),
  };
}

/**
 * Every subscriber's own watch sees a change, and each change is told to all of them: a thousand subscribers
 * would be told a million times.
 */
function tellTogether(tell: (uri: string) => void): (uri: string) => void {
  const waiting = new Set<string>();
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setTimeout(() => {
      waiting.delete(uri);
      tell(uri);
    }, TOGETHER_MS).unref();
  };
}
