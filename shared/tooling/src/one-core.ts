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
 * one is loaded.
 *
 * @param metafile of the same bundle without this
 * @param entries the files of the entries
 */
export function oneCore({ inputs }: Metafile, folder: string, entries: readonly string[]): Plugin {
  const late = new Set(
    Object.values(inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ kind, external, path }) => kind === 'dynamic-import' && !external && !isWorker.test(path))
      .map(({ path }) => resolve(folder, path)),
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
