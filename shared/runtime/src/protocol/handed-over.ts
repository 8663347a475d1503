import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { EngineRequest, User } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';

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
  readonly #handOver: (message: JSONRPCRequest, call: RunningCall) => void;
  #library: PromiseWithResolvers<EngineRequest> | undefined;
  /** What the call comes to; set as soon as it runs. */
  running: Promise<CallToolResult> | undefined;

  constructor(message: JSONRPCRequest, handOver: (message: JSONRPCRequest, call: RunningCall) => void) {
    this.#message = message;
    this.#handOver = handOver;
  }

  /** Whether the library answers the call. */
  get wasAsked(): boolean {
    return this.#library !== undefined;
  }

  async ask(...question: Parameters<User['ask']>): ReturnType<User['ask']> {
    return (await this.#request()).user.ask(...question);
  }

  async request(...question: Parameters<User['request']>): ReturnType<User['request']> {
    return (await this.#request()).user.request(...question);
  }

  #request(): Promise<EngineRequest> {
    if (this.#library) return this.#library.promise;
    const library = Promise.withResolvers<EngineRequest>();
    this.#library = library;
    const { running = Promise.reject(new Error('The call does not run.')) } = this;
    this.#handOver(this.#message, {
      goOn(request) {
        library.resolve(request);
        return running;
      },
    });
    return library.promise;
  }
}
