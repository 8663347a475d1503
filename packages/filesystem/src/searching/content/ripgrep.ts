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
 * Runs ripgrep in a folder and gives what it printed, or nothing where it could not do all of its work:
 * a folder it may not read, a pattern it does not take, too many names, or an abort, which kills it.
 */
export async function runRipgrep(
  program: string,
  folder: string,
  parameters: readonly string[],
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  if (signal.aborted) return undefined;
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
    const output = await collect(child.stdout, kill);
    const code = await exit;
    return (code === 0 || code === 1) && !signal.aborted ? output : undefined;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

async function collect(stream: AsyncIterable<Buffer>, stop: () => void): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes <= maxOutputBytes) parts.push(part);
    else stop();
  }
  return bytes <= maxOutputBytes ? Buffer.concat(parts) : undefined;
}
