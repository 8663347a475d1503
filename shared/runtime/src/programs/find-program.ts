import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The absolute folders of a PATH. A relative one would mean programs that lie in a folder which is served. */
export const absoluteFolders = (searchPath = process.env.PATH ?? ''): readonly string[] =>
  searchPath.split(delimiter).filter(isAbsolute);

/**
 * Where a program is installed, in the absolute folders of a PATH.
 *
 * @param name without the ending that Windows gives it
 */
export function findProgram(name: string, searchPath?: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return absoluteFolders(searchPath)
    .map((folder) => join(folder, file))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there or not executable: the next folder is asked.
    return false;
  }
}
