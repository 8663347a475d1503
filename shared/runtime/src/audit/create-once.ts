import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createWhole } from '../private-file/create-whole.ts';
import { makeFolder } from '../private-file/make-folder.ts';

/**
 * Creates a file with mode 0600, its folder too, unless it exists. Of several processes one wins, and nobody
 * ever sees a part of it.
 *
 * @returns whether this call made it
 */
export async function createOnce(path: string, content: () => string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined) return false;
  await makeFolder(dirname(path));
  return createWhole(path, content(), true);
}
