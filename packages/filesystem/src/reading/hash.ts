import { hash } from 'node:crypto';
import { fstatSync } from 'node:fs';

/**
 * Up to this size a file is read whole in one synchronous turn (33 µs for 4 KB against 364 µs
 * asynchronously) and its hash is that of its content.
 */
export const SMALL_BYTES = 256 * 1024;

/** 22 characters of base64url are 132 of SHA-256's 256 bits. */
const digest = (data: Buffer | string) => hash('sha256', data, 'base64url').slice(0, 22);

/** The hash of a small file's content: `c-` and 22 characters. */
export const contentHash = (content: Buffer): string => `c-${digest(content)}`;

/**
 * The hash of a file over `SMALL_BYTES`: `m-` and 22 characters over device, inode, size, mtime and ctime
 * in nanoseconds. It costs no reading; any write, rename over or change of mode gives another one. What it
 * cannot see is a change in place of equal size within one tick of the file system's clock.
 */
export function identityHash(fd: number): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true });
  return `m-${digest(`${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`)}`;
}

/** The hash of a folder with everything in it: `t-` and 22 characters of a SHA-256 in base64url. */
export const treeHashOf = (sum: string): string => `t-${sum.slice(0, 22)}`;

/** Whether a text can be a hash that a read answered. */
export const isHash = (text: string): boolean => /^[cmt]-[\w-]{22}$/.test(text);
