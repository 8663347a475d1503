import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../errors/error-code.ts';

/**
 * Creates a file with mode 0600 unless it exists. Of several processes one wins, and nobody ever sees
 * a part of it.
 *
 * @param flush whether what it holds is to survive a power cut
 * @returns whether this call made it
 */
export async function createWhole(path: string, content: string, flush = false): Promise<boolean> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush });
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
