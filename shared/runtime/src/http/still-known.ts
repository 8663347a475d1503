import type { IncomingMessage, ServerResponse } from 'node:http';
import { sameRights } from '../auth/callers.ts';
import type { Authenticator } from '../auth/types.ts';
import type { Caller } from '../definition/context.ts';

/** An endless stream, and the request whose credential opened it. */
export interface Watched {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Who opened the stream. */
  readonly caller: Caller;
  readonly end: () => void;
}

/**
 * Ends an endless stream when its credential is withdrawn, has expired or gives other rights: a request is
 * asked for it once, and a stream goes on for hours. While the issuer cannot be asked, the stream stays.
 *
 * @param intervalMs how often the credential is looked at, milliseconds
 */
export function endWhenRefused(
  authenticator: Authenticator,
  { request, response, caller, end }: Watched,
  intervalMs: number,
): void {
  const look = async () => {
    const identity = await authenticator.authenticate(request.headers);
    if (identity instanceof Response ? refused.has(identity.status) : !sameRights(identity.caller, caller))
      end();
  };
  const timer = setInterval(() => {
    // What went wrong is told to whoever sends the next request.
    look().catch(() => {});
  }, intervalMs).unref();
  response.once('close', () => clearInterval(timer));
}

const refused: ReadonlySet<number> = new Set([401, 403]);
