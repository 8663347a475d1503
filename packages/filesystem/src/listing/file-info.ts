import type { Stats } from 'node:fs';

/** What the official `get_file_info` tells, field by field. */
export interface FileInfo {
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly modified: string;
  readonly accessed: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  /** The last three octal digits of the mode. */
  readonly permissions: string;
}

/** @param stats of a descriptor that was opened inside a root, so that they belong to what was proved */
export function fileInfo(stats: Stats): FileInfo {
  return {
    size: stats.size,
    created: stats.birthtime.toISOString(),
    modified: stats.mtime.toISOString(),
    accessed: stats.atime.toISOString(),
    isDirectory: stats.isDirectory(),
    isFile: stats.isFile(),
    permissions: stats.mode.toString(8).slice(-3),
  };
}

/** One `field: value` a line, in the official order. */
export function renderFileInfo(info: FileInfo): string {
  return [
    `size: ${info.size}`,
    `created: ${info.created}`,
    `modified: ${info.modified}`,
    `accessed: ${info.accessed}`,
    `isDirectory: ${info.isDirectory}`,
    `isFile: ${info.isFile}`,
    `permissions: ${info.permissions}`,
  ].join('\n');
}
