import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads a settings file while the server runs. What it was at the start may be something else by now: a pipe
 * would be waited for without end, and nothing be read after it.
 *
 * @throws Error when it is no file, has more bytes, or cannot be read
 */
export async function readAgain(path: string, maxBytes: number): Promise<string> {
  // Windows has no such flag, nor such pipes.
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > maxBytes) throw new Error(`it is over ${maxBytes} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
