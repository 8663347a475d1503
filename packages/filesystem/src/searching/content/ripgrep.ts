import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** More names than this are no choice of files any more. */
const maxOutputBytes = 32 * 1024 * 1024;

/**
 * Where `rg` is installed. Only absolute folders of PATH count: a relative one would mean a program that
 * lies in the folder that is searched.
 */
export function findRipgrep(searchPath = process.env.PATH ?? ''): string | undefined {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  return searchPath
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs ripgrep in a folder and hands over what it prints as it comes.
 *
 * @returns whether it did all of its work: not with a folder it may not read, a pattern it does not take, too
 * many names, or an abort, which kills it
 */
export async function runRipgrep(
  program: string,
  folder: string,
  parameters: readonly string[],
  signal: AbortSignal,
  take: (part: Buffer) => void,
): Promise<boolean> {
  if (signal.aborted) return false;
  const child = spawn(program, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });
  try {
    const exit = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', resolve);
    });
    let bytes = 0;
    for await (const part of child.stdout) {
      bytes += part.length;
      if (bytes <= maxOutputBytes) take(part);
      else kill();
    }
    const code = await exit;
    return (code === 0 || code === 1) && bytes <= maxOutputBytes && !signal.aborted;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
