import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Loader, Metafile, Plugin } from 'esbuild';

/** What runs in a thread of its own loads only what it needs. */
const isWorker = /-worker\.ts$/;
const loaders: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.js': 'js', '.mjs': 'js' };

/**
 * Puts what a server's entries load at once into one chunk. Otherwise a module that some late chunk needs too gets
 * a chunk of its own with all that the same late chunks need, some thirty in all, and Node takes longer to find and
 * link those than to run them. So every late chunk is said to need all that the entries load, which is there when
 * one is loaded. What the entries load at once may be asked for late as well; it is in their chunk already, and to
 * need them would close a circle in which a server's settings can be made before the runtime's.
 *
 * @param metafile of the same bundle without this
 * @param entries the files of the entries
 */
export function oneCore({ inputs }: Metafile, folder: string, entries: readonly string[]): Plugin {
  const atOnce = loadedAtOnce(inputs, folder, entries);
  const late = new Set(
    Object.values(inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ kind, external, path }) => kind === 'dynamic-import' && !external && !isWorker.test(path))
      .map(({ path }) => resolve(folder, path))
      .filter((path) => !atOnce.has(path)),
  );
  const needs = entries.map((entry) => `\nimport ${JSON.stringify(entry)};`).join('');
  return {
    name: 'one-core',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|m?js)$/ }, async ({ path, namespace }) => {
        const loader = loaders[extname(path)];
        if (namespace !== 'file' || !late.has(path) || !loader) return undefined;
        return { contents: `${await readFile(path, 'utf8')}${needs}`, loader };
      });
    },
  };
}

/** The entries and all that they import, without what is imported when it is needed; whole paths. */
export function loadedAtOnce(
  inputs: Metafile['inputs'],
  folder: string,
  entries: readonly string[],
): ReadonlySet<string> {
  const importsOf = new Map(
    Object.entries(inputs).map(([path, { imports }]) => [resolve(folder, path), imports]),
  );
  const found = new Set(entries.map((entry) => resolve(folder, entry)));
  // What is added while the set is gone through is gone through as well.
  for (const path of found) {
    for (const one of importsOf.get(path) ?? [])
      if (one.kind !== 'dynamic-import' && !one.external) found.add(resolve(folder, one.path));
  }
  return found;
}
