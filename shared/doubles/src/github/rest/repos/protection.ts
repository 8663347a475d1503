import type { Call } from '../../http/call.ts';
import { Refusal } from '../../http/reply.ts';

/** A push straight to a protected branch is refused. @throws Refusal 422 */
export function checkPush({ repo }: Call, ref: string): void {
  const branch = ref.replace(/^refs\/heads\//, '');
  if (branch === ref || !repo.protectedBranches.has(branch)) return;
  throw new Refusal(422, 'Changes must be made through a pull request.');
}

/** What lists say of a branch's protection. */
export const protectionJson = (isProtected: boolean) => ({
  enabled: isProtected,
  required_status_checks: { enforcement_level: isProtected ? 'non_admins' : 'off', contexts: [], checks: [] },
});
