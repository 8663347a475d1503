import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ran {
  readonly tookMs: number;
  readonly lines: number;
}

/**
 * Runs a program as the floor of a measure and counts the lines it prints.
 *
 * @throws Error when it fails
 */
export async function runCommand(file: string, args: readonly string[]): Promise<Ran> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}.`);
  return { tookMs: performance.now() - started, lines };
}
