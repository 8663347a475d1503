import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';

/** Who calls over HTTP where nobody has to say who they are. */
export const anonymous: Caller = { id: 'anonymous', kind: 'anonymous', roles: [], scopes: [] };

const callers = new WeakMap<AuthInfo, Caller>();

/** Ties a caller to the object the SDK carries through, which no request can forge. */
export function rememberCaller(authInfo: AuthInfo, caller: Caller): void {
  callers.set(authInfo, caller);
}

/** The caller that authentication established; undefined for an object it did not make. */
export function callerOf(authInfo: AuthInfo): Caller | undefined {
  return callers.get(authInfo);
}

/** Whether two are one caller with the same roles and scopes. */
export function sameRights(one: Caller, other: Caller): boolean {
  if (one === other) return true;
  const rights = ({ id, kind, roles, scopes }: Caller) =>
    JSON.stringify([id, kind, roles.toSorted(), scopes.toSorted()]);
  return rights(one) === rights(other);
}
