import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The API key of a caller whom `writeApiKeys` wrote down. */
export const apiKeyOf = (id: string): string => `key-of-${id}`;

/**
 * Writes a file for `--api-keys` into a folder.
 *
 * @param ids of the callers
 * @returns its path
 */
export async function writeApiKeys(
  folder: string,
  ids: readonly string[],
  rolesOf: (id: string) => readonly string[] = () => [],
): Promise<string> {
  const keys = ids.map((id) => ({
    id,
    sha256: createHash('sha256').update(apiKeyOf(id)).digest('hex'),
    roles: rolesOf(id),
  }));
  const file = join(folder, 'keys.json');
  await writeFile(file, JSON.stringify({ keys }));
  return file;
}
