import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { EngineRequest, User } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { fail } from '../errors/tool-error.ts';

/** A call that runs already, of which the library now knows. */
export interface RunningCall {
  /**
   * Gives the call the library's request, with which it can ask its user.
   *
   * @returns its result, to be answered through the library
   * @throws whatever the engine throws
   */
  goOn(request: EngineRequest): Promise<CallToolResult>;
}

/** The calls on one connection that began without the library and turned out to need it; each is taken once. */
export interface HandedOver {
  put(id: RequestId, call: RunningCall): void;
  take(id: RequestId): RunningCall | undefined;
}

/** Calls by the ids of their requests; the same id put twice keeps the later one. */
export function createHandedOver(): HandedOver {
  const calls = new Map<RequestId, RunningCall>();
  return {
    put: (id, call) => void calls.set(id, call),
    take(id) {
      const call = calls.get(id);
      calls.delete(id);
      return call;
    },
  };
}

/** The user of a call that began without the library, which alone can ask: the first question hands the call over. */
export class UserBehindLibrary implements User {
  readonly #message: JSONRPCRequest;
  readonly #signal: AbortSignal;
  readonly #handOver: (message: JSONRPCRequest, call: RunningCall) => void;
  #running: Promise<CallToolResult> | undefined;
  #hasEnded = false;
  #library: PromiseWithResolvers<EngineRequest> | undefined;

  /** @param signal aborts when the client cancels the call */
  constructor(
    message: JSONRPCRequest,
    signal: AbortSignal,
    handOver: (message: JSONRPCRequest, call: RunningCall) => void,
  ) {
    this.#message = message;
    this.#signal = signal;
    this.#handOver = handOver;
  }

  /**
   * Runs the call whose user this is.
   *
   * @returns its result; undefined where the library answers it
   * @throws whatever the call throws, unless the library answers that
   */
  async run(call: () => Promise<CallToolResult>): Promise<CallToolResult | undefined> {
    this.#running = call();
    try {
      const result = await this.#running;
      return this.#library ? undefined : result;
    } catch (error) {
      if (!this.#library) throw error;
      return undefined;
    } finally {
      this.#hasEnded = true;
    }
  }

  async ask(...question: Parameters<User['ask']>): ReturnType<User['ask']> {
    return (await this.#request()).user.ask(...question);
  }

  async request(...question: Parameters<User['request']>): ReturnType<User['request']> {
    return (await this.#request()).user.request(...question);
  }

  #request(): Promise<EngineRequest> {
    if (this.#library) return this.#library.promise;
    // A tool may go on after its time, and its call is answered by then.
    if (this.#hasEnded || this.#signal.aborted) fail('cancelled', 'The call has ended, so nobody is asked.');
    const library = Promise.withResolvers<EngineRequest>();
    this.#library = library;
    this.#handOver(this.#message, {
      goOn: (request) => {
        library.resolve(request);
        return this.#running ?? Promise.reject(new Error('The call does not run.'));
      },
    });
    return library.promise;
  }
}
