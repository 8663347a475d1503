import { type Caller, fail } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';

/**
 * The role of the database that a transaction takes on: by the caller's roles where the settings map them,
 * else the one of the source; the session's own where this is undefined.
 *
 * @throws ToolError `forbidden` for a remote caller whose roles are not mapped, where nothing is said for others
 */
export function databaseRole(
  { callerRoles, role, alias }: Pick<SourceSettings, 'callerRoles' | 'role' | 'alias'>,
  caller: Caller | undefined,
): string | undefined {
  const mapped = Object.entries(callerRoles);
  if (caller === undefined || mapped.length === 0) return role;
  const found = mapped.find(([name]) => caller.roles.includes(name));
  if (found !== undefined) return found[1];
  if (role !== undefined || caller.kind === 'local') return role;
  return fail('forbidden', `None of your roles has a role in the database of the source "${alias}".`, {
    next: 'Ask the operator to map one of your roles in callerRoles.',
  });
}
