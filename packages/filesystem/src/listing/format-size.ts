const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes as the official server shows them: `512 B`, `1.50 KB`. */
export function formatSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(2)} ${units[power]}`;
}
