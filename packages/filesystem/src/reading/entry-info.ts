import type { Access, Kind } from '../access/types.ts';

/** What get_file_info tells. Times are ISO 8601 in UTC. */
export interface Info {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  readonly kind: Kind;
  readonly size: number;
  readonly created: string;
  readonly modified: string;
  readonly accessed: string;
  /** Permission bits as three octal digits. */
  readonly permissions: string;
  readonly owner: { readonly uid: number; readonly gid: number };
  readonly links: number;
  /** Whether the path is a symbolic link; everything else is of its target. */
  readonly symlink: boolean;
  /** The deny pattern that masks its content, if one does. */
  readonly deniedBy: string | undefined;
}

/** Properties of anything inside the roots, without opening it for reading. */
export function infoOf(access: Access, path: string): Info {
  const { place, stat, kind, throughLink } = access.look(path);
  return {
    path: place.path,
    kind,
    size: stat.size,
    created: stat.birthtime.toISOString(),
    modified: stat.mtime.toISOString(),
    accessed: stat.atime.toISOString(),
    permissions: (stat.mode & 0o777).toString(8).padStart(3, '0'),
    owner: { uid: stat.uid, gid: stat.gid },
    links: stat.nlink,
    symlink: throughLink,
    deniedBy: access.roots.deniedBy(place),
  };
}
