import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fail } from '@portolan/runtime';

let found: string | undefined;

/**
 * Where git is installed. Only absolute folders of PATH count: a relative one would mean a program that lies
 * in the repository.
 *
 * @throws ToolError `unavailable` when there is none
 */
export function findGit(): string {
  found ??= absoluteFolders()
    .map((folder) => join(folder, process.platform === 'win32' ? 'git.exe' : 'git'))
    .find(isProgram);
  return (
    found ??
    fail('unavailable', 'git is not on the PATH of the server.', { next: 'Install git 2.38 or newer.' })
  );
}

/** The PATH that children get: the absolute folders alone. */
export const absoluteFolders = () => (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there or not executable: the next folder is asked.
    return false;
  }
}
