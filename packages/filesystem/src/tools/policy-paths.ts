import { basename, dirname, join } from 'node:path';
import { ToolError } from '@portolan/runtime';
import type { Files } from '../files.ts';

/**
 * A caller's path as a policy compares it: absolute and normalised, below the folder as the operator
 * spelled it; and where it really is, when links lead elsewhere. Both must be allowed.
 *
 * @throws ToolError `invalid_arguments`, `outside_roots`
 */
export function policyPaths({ access }: Files, path: string): readonly string[] {
  const { root, relative } = access.candidate(path);
  const asked = relative === '' ? root.spelled : join(root.spelled, relative);
  const real = realPath({ access }, asked, root.spelled);
  return real === asked ? [asked] : [asked, real];
}

/** For what does not exist yet: its name in the nearest folder that does. */
function realPath({ access }: Pick<Files, 'access'>, path: string, root: string): string {
  try {
    return access.look(path).place.path;
  } catch (error) {
    const missing = error instanceof ToolError && error.code === 'not_found';
    if (!missing || path === root) throw error;
    return join(realPath({ access }, dirname(path), root), basename(path));
  }
}
