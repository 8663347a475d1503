import { hash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { hmacSha256 } from '../audit/hmac-sha256.ts';
import { anonymous, rememberCaller } from '../auth/callers.ts';
import type { Authenticated } from '../auth/types.ts';
import type { Caller } from '../definition/context.ts';
import { createFlood } from '../http/flood.ts';
import { readToken } from './read-token.ts';
import type { CallerTokenForm } from './types.ts';

/** Hex digits of a fingerprint: 128 bits. */
const fingerprintLength = 32;
/** Tokens that are known to have been here; the one not seen for longest is forgotten first. */
const mostSeen = 10_000;
/**
 * Tokens that one client may bring for the first time: enough for a gateway that brings those of a company in the
 * morning. Each new one has limits of its own, and an invented one costs a request to the upstream.
 */
const newTokens = { perSecond: 5, burst: 1_000 };

/** What a request brought made of its caller. */
export type Joined =
  | { readonly known: Authenticated | undefined }
  /** What is wrong with the token, without it. */
  | { readonly problem: string }
  /** Too many new tokens; milliseconds until one more may come. */
  | { readonly waitMs: number };

/** Takes the tokens that callers bring out of their requests. */
export interface CallerTokens {
  /** In lower case. */
  readonly header: string;
  /**
   * Joins the token of a request to its caller, and takes it out of the headers: what comes behind reads it from
   * the caller alone.
   *
   * @param client whom the tokens are counted against: the caller as authentication established it, or an address
   */
  join(headers: IncomingHttpHeaders, established: Authenticated | undefined, client: string): Joined;
}

/** Which header holds the tokens, and what they look like. */
export interface CallerTokenOptions {
  readonly header: string;
  readonly form: CallerTokenForm;
  /** Shared by replicas, so that a token has the same fingerprint in all of them; else one of this process. */
  readonly stateKey: string | undefined;
}

/** The same token has the same fingerprint, an HMAC of it; the token itself is nowhere but in its caller. */
export function createCallerTokens({ header, form, stateKey }: CallerTokenOptions): CallerTokens {
  const key =
    stateKey === undefined ? randomBytes(32) : hash('sha256', `caller tokens\0${stateKey}`, 'buffer');
  const hmac = hmacSha256(key);
  const mayBeNew = newOnes();
  return {
    header,
    join(headers, established, client) {
      const brought = readToken(headers, header, form);
      delete headers[header];
      if (brought === undefined) return { known: established };
      if ('problem' in brought) return brought;
      const { token } = brought;
      const fingerprint = hmac(token).slice(0, fingerprintLength);
      const waitMs = mayBeNew(client, fingerprint);
      if (waitMs > 0) return { waitMs };
      return { known: withToken(established, { fingerprint, reveal: () => token }) };
    },
  };
}

/** Counts the tokens of a client that were not here yet; milliseconds to wait, 0 where it may come. */
function newOnes(): (client: string, fingerprint: string) => number {
  const seen = new Set<string>();
  const take = createFlood(newTokens);
  return (client, fingerprint) => {
    const name = `${fingerprint} ${client}`;
    const waitMs = seen.delete(name) ? 0 : take(client);
    if (waitMs === 0) seen.add(name);
    const [oldest] = seen.size > mostSeen ? seen : [];
    if (oldest !== undefined) seen.delete(oldest);
    return waitMs;
  };
}

/** Another caller for each token, so that nothing that is kept for one is found by another. */
function withToken(
  established: Authenticated | undefined,
  ownToken: NonNullable<Caller['ownToken']>,
): Authenticated {
  const base = established?.caller ?? anonymous;
  const caller: Caller = {
    ...base,
    id: `${base.id}#own:${ownToken.fingerprint}`,
    principal: base.id,
    ownToken,
  };
  // A verified token gives the same object to all of its requests, so the caller is tied to a new one.
  const authInfo: AuthInfo = established
    ? { ...established.authInfo }
    : { token: 'withheld', clientId: base.id, scopes: [] };
  rememberCaller(authInfo, caller);
  return { caller, authInfo };
}
