import type { AuthInfo } from '@modelcontextprotocol/server';
import { anonymous, callerOf } from '../auth/callers.ts';
import type { Caller } from '../definition/context.ts';

/** @throws Error for a caller that authentication did not vouch for */
export function callerFrom(authInfo: AuthInfo | undefined): Caller {
  if (authInfo === undefined) return anonymous;
  const caller = callerOf(authInfo);
  if (!caller) throw new Error('The request carries an identity that authentication did not establish.');
  return caller;
}
