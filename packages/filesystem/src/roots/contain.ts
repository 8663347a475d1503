import { sep } from 'node:path';

/**
 * Whether a path is a folder or lies below it, decided on whole segments: `/a/b2` is not inside `/a/b`.
 * Both must be absolute and normalised; nothing is looked up on disk.
 */
export function isInside(path: string, folder: string): boolean {
  if (path === folder) return true;
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The rest of a path below a folder that contains it, with `/` between segments; empty for the folder itself. */
export function relativeInside(path: string, folder: string): string {
  if (path === folder) return '';
  const rest = path.slice(folder.endsWith(sep) ? folder.length : folder.length + sep.length);
  return sep === '/' ? rest : rest.replaceAll(sep, '/');
}
