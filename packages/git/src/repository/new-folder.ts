import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fail } from '@portolan/runtime';
import { demandInside, type Roots } from './roots.ts';

/**
 * The real path of a folder that does not exist yet, in one that does, inside the roots.
 *
 * @param from what a relative path counts from
 * @param argument that holds the path
 * @throws ToolError `outside_roots`, `not_found`, `already_exists`, `invalid_arguments`
 */
export function newFolder(roots: Roots, from: string, path: string, argument: string): string {
  const asked = isAbsolute(path) ? path : join(from, path);
  demandInside(roots, dirname(asked), argument);
  if (!existsSync(dirname(asked)))
    fail('not_found', `The folder that ${argument} lies in does not exist.`, {
      next: 'Name a new folder in one that is there.',
    });
  const real = join(realpathSync.native(dirname(asked)), basename(asked));
  demandInside(roots, real, argument);
  if (real.split('/').some((part) => part.toLowerCase() === '.git')) {
    fail('invalid_arguments', `${argument} leads into a git folder.`);
  }
  if (existsSync(real)) fail('already_exists', `${argument} exists.`, { next: 'Name a new folder.' });
  return real;
}
