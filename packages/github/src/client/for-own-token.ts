import { ToolError } from '@portolan/runtime';
import type { Credential } from '../credentials/types.ts';
import type { Facts } from './types.ts';

/**
 * Runs what asks GitHub. What it refuses to a token that the caller brought the caller can mend, not the operator.
 *
 * @throws ToolError
 */
export async function forOwnToken<Result>(
  credential: Credential | undefined,
  ask: () => Promise<Result>,
): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    const next = credential?.own && error instanceof ToolError ? nextOf(error) : undefined;
    if (next === undefined || !(error instanceof ToolError)) throw error;
    const { code, message, data } = error;
    throw new ToolError(code, message, { next, cause: error, ...(data && { data }) });
  }
}

function nextOf({ code, data = {} }: ToolError): string | undefined {
  if (data.status === 401) {
    return 'It may have expired or been revoked: ask the user to set a new token of theirs in their client.';
  }
  const rights = nextOfRights(data);
  if (rights === undefined || code === 'permission_denied') return rights;
  // What a token may not see is said to be absent.
  return code === 'not_found'
    ? `Check the names, and if they are right, ${rights.replace('Ask', 'ask')}`
    : undefined;
}

function nextOfRights({ acceptedScopes, acceptedPermissions }: Facts): string | undefined {
  if (acceptedScopes !== undefined) return 'Ask the user for a token of theirs with one of these scopes.';
  return acceptedPermissions === undefined
    ? undefined
    : 'Ask the user for a token of theirs with that permission.';
}
