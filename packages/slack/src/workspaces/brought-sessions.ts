import type { OwnToken } from '@portolan/runtime';
import { createIdleMap } from '@portolan/runtime/cache';
import { broughtCredential, type Credential } from './credential.ts';
import type { Session } from './session.ts';

/** Each holds up to some 2 MB of what it learnt; one that is dropped learns it again. */
const mostSessions = 256;
const idleMs = 30 * 60_000;

/** The sessions of tokens that callers bring: one for each token, as long as it is used. */
export interface BroughtSessions {
  of(token: OwnToken): Session;
  close(): void;
}

export function createBroughtSessions(open: (credential: Credential) => Session): BroughtSessions {
  const sessions = createIdleMap<Session>({ most: mostSessions, idleMs });
  return {
    of: (token) => sessions.use(token.fingerprint, () => open(broughtCredential(token))),
    close: () => sessions.clear(),
  };
}
