import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fail } from '@portolan/runtime';
import { demandInside, type Roots } from './roots.ts';

/**
 * The real path of a folder that does not exist yet, in one that does, inside the roots.
 *
 * @param from what a relative path counts from
 * @throws ToolError `outside_roots`, `not_found`, `already_exists`, `invalid_arguments`
 */
export function newFolder(roots: Roots, from: string, path: string): string {
  const asked = isAbsolute(path) ? path : join(from, path);
  demandInside(roots, dirname(asked), 'path');
  if (!existsSync(dirname(asked))) fail('not_found', 'The folder that path lies in does not exist.');
  const real = join(realpathSync.native(dirname(asked)), basename(asked));
  demandInside(roots, real, 'path');
  if (real.split('/').some((part) => part.toLowerCase() === '.git')) {
    fail('invalid_arguments', 'path leads into a git folder.');
  }
  if (existsSync(real)) fail('already_exists', 'path exists.', { next: 'Name a new folder.' });
  return real;
}
