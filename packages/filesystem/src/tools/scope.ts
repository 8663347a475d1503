import { basename, join } from 'node:path';
import { fail, ToolError } from '@portolan/runtime';
import type { Access } from '../access/types.ts';
import type { Files } from '../files.ts';
import { TRASH_FOLDER } from '../roots/deny.ts';
import type { Scope } from '../searching/scope.ts';
import { isTemporary } from '../writing/temporary.ts';

/** Hard-linked files of one walk whose other names are sought, each up to 60 ms; the rest are left out. */
const MAX_LINK_CHECKS = 20;

/**
 * A folder to walk, proved to be inside the roots.
 *
 * @throws ToolError `not_found`, `outside_roots`, `unsupported` for what is no folder, `forbidden` for the trash
 */
export function scopeOf({ access }: Files, path: string): Scope {
  using folder = access.openFolder(path);
  const { place } = folder;
  if (place.relative.split('/').includes(TRASH_FOLDER)) {
    fail('forbidden', `${place.shown} is the trash.`, { next: 'Bring things back with restore_file.' });
  }
  const { root } = place;
  return {
    real: place.real,
    shown: place.path,
    hides: (below) => below.includes('.portolan-') && isOurs(basename(below)),
    masks: (below) => access.roots.deniedBy({ root, real: join(place.real, below) }) !== undefined,
    ...(access.options.hardLinks === 'inside' && { distrustsLinks: linkCheck(access, place.path) }),
  };
}

const isOurs = (name: string) => name === TRASH_FOLDER || isTemporary(name);

/** A file with several names is shown when reading it by itself would be allowed. */
function linkCheck(access: Access, base: string): NonNullable<Scope['distrustsLinks']> {
  let refusals = 0;
  return (below, stats) => {
    if (stats.nlink <= 1) return false;
    if (refusals >= MAX_LINK_CHECKS) return true;
    try {
      using _file = access.openFile(join(base, below));
      return false;
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      refusals += 1;
      return true;
    }
  };
}
