import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerModule } from '@portolan/runtime';

/** The servers of the repository: each package whose `src/server.ts` has one as its default export. */
export async function findServers(root: string): Promise<readonly ServerModule[]> {
  const folder = join(root, 'packages');
  const files = (await readdir(folder))
    .toSorted()
    .map((name) => join(folder, name, 'src/server.ts'))
    .filter((file) => existsSync(file));
  return Promise.all(
    files.map(async (file) => {
      const module: { readonly default: ServerModule } = await import(pathToFileURL(file).href);
      return module.default;
    }),
  );
}
