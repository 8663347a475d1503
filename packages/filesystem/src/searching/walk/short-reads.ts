import { statfsSync } from 'node:fs';
import { osCode } from '../../access/os-code.ts';

/** What Linux calls the file systems that keep files on a disk or in memory of this machine (`statfs(2)`). */
const localFileSystems: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0x2fc12fc1, // zfs
  0xf2f52010, // f2fs
]);

/**
 * Whether a read in this folder that gives less than was asked for has surely reached the end of the file, so
 * that it need not be asked a second time. Files of `/proc` and of some networks come in pieces.
 */
export function endsShort(folder: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return localFileSystems.has(statfsSync(folder).type);
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return false;
  }
}
