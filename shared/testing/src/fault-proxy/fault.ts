import type { IncomingMessage } from 'node:http';

/** Which requests a fault waits for, and how many of them it meets. */
export interface FaultTarget {
  /** Every method where it is left out. */
  readonly method?: string;
  /** The path with its query, whole as text or in part as an expression. Every path where it is left out. */
  readonly path?: string | RegExp;
  /** Default 1. */
  readonly times?: number;
}

/** What is done to a request in place of forwarding it as it is. */
export type Fault = FaultTarget &
  (
    | {
        /** Answers itself; the upstream never sees the request. */
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string;
      }
    /** Cuts the connection, before the upstream sees the request or after it has answered. */
    | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
    /** Takes the request and never answers. */
    | { readonly kind: 'hang' }
    /** Forwards after a wait. */
    | { readonly kind: 'delay'; readonly ms: number }
    /** Sends so many bytes of the body under the full Content-Length, then cuts the connection. */
    | { readonly kind: 'truncate'; readonly bytes: number }
    /** Inverts every byte of the body. */
    | { readonly kind: 'corrupt' }
    /** Sets headers of the answer; undefined removes one. */
    | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string | undefined>> }
    /** Answers 200 with a body that never ends. */
    | { readonly kind: 'endless' }
  );

/** The faults still to be met, in the order they were scripted. */
export class FaultScript {
  #pending: { readonly fault: Fault; left: number }[] = [];

  add(faults: readonly Fault[]): void {
    this.#pending.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })));
  }

  clear(): void {
    this.#pending = [];
  }

  /** Takes the first fault that waits for this request. */
  take(request: IncomingMessage): Fault | undefined {
    const found = this.#pending.find(({ fault }) => fits(fault, request));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#pending = this.#pending.filter((entry) => entry !== found);
    return found.fault;
  }
}

function fits({ method, path }: FaultTarget, request: IncomingMessage): boolean {
  const url = request.url ?? '';
  return (
    (method === undefined || method === request.method) &&
    (path === undefined || (typeof path === 'string' ? path === url : path.test(url)))
  );
}
