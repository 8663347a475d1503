import type { Caller } from '../definition/context.ts';
import { fail } from '../errors/tool-error.ts';
import type { CallerTokenSettings } from './settings.ts';

/** Who a caller is as authentication established it, whatever token of their own they brought. */
export const principalOf = ({ principal, id }: Pick<Caller, 'principal' | 'id'>): string => principal ?? id;

/**
 * Refuses a caller who should have brought a token and did not. Called before a server's own credential is used.
 *
 * @throws ToolError `unauthenticated`
 */
export function demandOwnToken(
  { kind, ownToken }: Caller,
  { callerTokenHeader, callerTokenFallback }: CallerTokenSettings,
): void {
  const needed = callerTokenHeader !== undefined && !callerTokenFallback && kind !== 'local';
  if (!needed || ownToken !== undefined) return;
  fail('unauthenticated', 'This server works with a token of your own, and the request brought none.', {
    next: `Ask the user to set the header ${callerTokenHeader} of this server in their client to a token of theirs, and never to tell it here.`,
    data: { header: callerTokenHeader },
  });
}
