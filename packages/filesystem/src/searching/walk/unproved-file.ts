import { constants, fstatSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';

/** A name as the system gives it; bytes where it is not UTF-8. */
export type RawName = string | Uint8Array;

/** A FIFO, a device or a symbolic link in the place of a file neither blocks the open nor leads elsewhere. */
export const fileFlags =
  constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * A descriptor of one entry by its path, at two thirds of the cost of going through the open folder. Whatever
 * is read from it must not be shown before `provesPlace` says that it belongs to that folder.
 *
 * @param folder its real path
 */
export function openUnproved(folder: string, name: RawName): number {
  return openSync(joined(folder, name), fileFlags);
}

/** Whether a descriptor is of that entry of that folder, as the system itself says. */
export function provesPlace(fd: number, folder: string, name: RawName): boolean {
  const expected = joined(folder, name);
  if (process.platform === 'linux')
    return readlinkSync(`/proc/self/fd/${fd}`, 'buffer').equals(Buffer.from(expected));
  const there = lstatSync(expected);
  const here = fstatSync(fd);
  return there.ino === here.ino && there.dev === here.dev && realpathSync.native(folder) === folder;
}

function joined(folder: string, name: RawName): string | Buffer {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return typeof name === 'string' ? base + name : Buffer.concat([Buffer.from(base), name]);
}
