import { closeSync, fstatSync, type Stats } from 'node:fs';
import { fail } from '@portolan/runtime';
import type { Place } from '../roots/types.ts';
import type { Kind, OpenFile } from './types.ts';

/** What something is by its stat, links not followed. */
export function kindOf(stat: Stats): Kind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  return stat.isSymbolicLink() ? 'symlink' : 'special';
}

/**
 * Takes over a verified descriptor when it is of a regular file, and closes it otherwise.
 *
 * @throws ToolError `unsupported` for folders, devices, FIFOs and sockets
 */
export function openFileFrom(fd: number, place: Place, check: (stat: Stats) => void): OpenFile {
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) refuseKind(stat, place.shown);
    check(stat);
    return new VerifiedFile(fd, place, stat);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Says what something is that is no regular file. @throws ToolError `unsupported` */
export function refuseKind(stat: Stats, shown: string): never {
  if (stat.isDirectory()) {
    return fail('unsupported', `${shown} is a folder, not a file.`, {
      next: 'Use list_directory for folders.',
    });
  }
  const kind = stat.isFIFO()
    ? 'a FIFO'
    : stat.isSocket()
      ? 'a socket'
      : stat.isSymbolicLink()
        ? 'a link'
        : 'a device';
  return fail('unsupported', `${shown} is ${kind}, not a regular file.`, {
    next: 'Only regular files can be read and written.',
  });
}

class VerifiedFile implements OpenFile {
  readonly fd: number;
  readonly place: Place;
  readonly stat: Stats;
  #open = true;

  constructor(fd: number, place: Place, stat: Stats) {
    this.fd = fd;
    this.place = place;
    this.stat = stat;
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.fd);
  }
}
