import type { alertOf } from './alert.ts';

type GivenAlert = ReturnType<typeof alertOf>;

/** Whether the code an alert is about is on a branch of the repository; that of a pull request may be anybody's. */
export const isOnOwnBranch = (alert: GivenAlert): boolean =>
  !('ref' in alert) || alert.ref === undefined || alert.ref.startsWith('refs/heads/');
