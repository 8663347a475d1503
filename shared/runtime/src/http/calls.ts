import type { ServerResponse } from 'node:http';

/** One MCP request in flight. */
export interface Call {
  /** Aborts when the client goes away and when the listener closes. */
  readonly signal: AbortSignal;
  /** Marks a stream that ends only when someone ends it; a drain does not wait for it. */
  endless(): void;
  /** Ends it in order: its client is told that there is no more. */
  end(): void;
}

/** The MCP requests in flight of one listener. */
export interface Calls {
  begin(response: ServerResponse): Call;
  /** Resolves when none is in flight. */
  idle(): Promise<void>;
  endStreams(): void;
  /** @returns how many were still running */
  abortAll(): number;
}

/** Why a call's signal aborted when the client is still there. */
const shuttingDown = 'The server is shutting down.';

/** Keeps track of the calls in flight, so that a drain can wait for them and then end them. */
export function createCalls(): Calls {
  const running = new Map<AbortController, { endless: boolean }>();
  let onIdle: (() => void)[] = [];
  const finish = (controller: AbortController) => {
    running.delete(controller);
    if (running.size > 0) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };
  return {
    begin(response) {
      const controller = new AbortController();
      const state = { endless: false };
      running.set(controller, state);
      response.once('close', () => {
        if (!response.writableFinished) controller.abort('The client closed the connection.');
        finish(controller);
      });
      return {
        signal: controller.signal,
        endless() {
          state.endless = true;
        },
        end: () => controller.abort('The server ended the stream.'),
      };
    },
    idle: () =>
      running.size === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(() => resolve())),
    endStreams() {
      for (const [controller, { endless }] of running) if (endless) controller.abort(shuttingDown);
    },
    abortAll() {
      for (const controller of running.keys()) controller.abort(shuttingDown);
      return running.size;
    },
  };
}
