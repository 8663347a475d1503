import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';

const Manifest = z.object({
  version: z.string(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});

interface InstalledPackage {
  readonly version: string;
  /** The file that its first command starts. */
  readonly entry: string;
}

/**
 * A package the bench depends on, or one of this repository.
 *
 * @throws Error when it is not installed
 */
export function findPackage(name: string): InstalledPackage {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const found = readManifest(join(folder, name));
    if (found) return found;
  }
  throw new Error(`${name} is not installed.`);
}

export const packageVersions = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, findPackage(name).version]));

function readManifest(folder: string): InstalledPackage | undefined {
  try {
    const { version, bin } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const [entry = ''] = typeof bin === 'string' ? [bin] : Object.values(bin ?? {});
    return { version, entry: join(folder, entry) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
