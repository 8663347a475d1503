import { randomBytes } from 'node:crypto';
import { link, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../errors/error-code.ts';
import { makeFolder } from '../private-file/make-folder.ts';

/**
 * Creates a file with mode 0600 unless it exists. Of several processes one wins, and nobody ever sees
 * a part of it.
 *
 * @returns whether this call made it
 */
export async function createOnce(path: string, content: () => string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined) return false;
  await makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(content());
    await handle.sync();
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await handle.close();
    await unlink(draft);
  }
}
