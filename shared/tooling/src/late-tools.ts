import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerModule, ToolDeclaration } from '@portolan/runtime';
import type { Plugin } from 'esbuild';

/** A file of tools, by the names they have in it, and the names of whatever else it exports. */
interface ToolFile {
  readonly tools: ReadonlyMap<string, ToolDeclaration>;
  readonly others: readonly string[];
}

const lateToolFile = fileURLToPath(
  new URL('definition/late-tool.ts', import.meta.resolve('@portolan/runtime')),
);
/** The namespace of modules that stand in for the files of tools. */
export const standsIn = 'late-tool';

/**
 * Has each tool of a server loaded by its first call. Whoever imports a tool gets in its place what the build
 * recorded of it (name, effect, JSON Schemas, all of `ToolDeclaration`), which imports the file when it is called.
 * A tool outside `src/tools` stays as it is.
 */
export async function lateTools(folder: string, server: ServerModule): Promise<Plugin> {
  const found = await findTools(join(folder, 'src/tools'), server);
  return {
    name: standsIn,
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ importer, path, resolveDir, namespace }) => {
        const file = resolve(resolveDir, path);
        if (!found.has(file)) return undefined;
        // The stand-in itself gets the file, and nobody who imports nothing of it.
        return namespace === standsIn && importer === file
          ? { path: file, sideEffects: false }
          : { path: file, namespace: standsIn };
      });
      onLoad({ filter: /.*/, namespace: standsIn }, ({ path }) => {
        const file = found.get(path);
        return file && { contents: standIn(path, file), resolveDir: dirname(path), loader: 'js' };
      });
    },
  };
}

async function findTools(folder: string, { tools }: ServerModule): Promise<ReadonlyMap<string, ToolFile>> {
  const declared = new Set<unknown>(tools);
  const found = new Map<string, ToolFile>();
  if (!existsSync(folder)) return found;
  for (const { name, parentPath } of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // What only tests need is not installed where a server is built to be used.
    if (!/(?<!\.test|^test-support)\.ts$/.test(name)) continue;
    const file = join(parentPath, name);
    const exported = Object.entries<ToolDeclaration>(await import(pathToFileURL(file).href));
    const own = new Map(exported.filter(([, value]) => declared.has(value)));
    const others = exported.flatMap(([key]) => (own.has(key) ? [] : [key]));
    if (own.size > 0) found.set(file, { tools: own, others });
  }
  return found;
}

function standIn(path: string, { tools, others }: ToolFile): string {
  const file = JSON.stringify(path);
  const late = [...tools].map(
    ([name, tool]) =>
      `export const ${name} = lateTool(${declarationText(tool)}, () => require(${file}).${name});`,
  );
  return [
    `import { lateTool } from ${JSON.stringify(lateToolFile)};`,
    `export { ${others.join(', ')} } from ${file};`,
    ...late,
  ].join('\n');
}

/** The schemas are parsed where somebody asks for them; the rest is plain data. */
function declarationText({ inputSchema, outputSchema, ...facts }: ToolDeclaration): string {
  const schemas = Object.entries({ inputSchema, outputSchema }).map(
    ([name, schema]) => `${name}: () => JSON.parse(${JSON.stringify(JSON.stringify(schema()))})`,
  );
  return `{ ...${JSON.stringify(facts)}, ${schemas.join(', ')} }`;
}
