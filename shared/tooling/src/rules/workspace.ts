import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as z from 'zod';
import { parseFile, type SourceFile } from './source-file.ts';

const entryPoints = z.record(z.string(), z.unknown()).default({});
const dependencies = z.record(z.string(), z.string()).default({});

/** The parts of a `package.json` the rules look at. */
export const packageJson = z.looseObject({
  name: z.string(),
  private: z.boolean().default(false),
  license: z.string().optional(),
  description: z.string().optional(),
  engines: z.record(z.string(), z.string()).default({}),
  repository: z.unknown().optional(),
  files: z.array(z.string()).optional(),
  exports: entryPoints,
  publishConfig: z.looseObject({ access: z.string().optional(), exports: entryPoints }).optional(),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
});

export interface Package {
  /** Relative to the root: `packages/filesystem`; empty for the root itself. */
  readonly folder: string;
  readonly manifest: z.output<typeof packageJson>;
  readonly hasReadme: boolean;
}

/** What the rules look at. */
export interface Workspace {
  readonly packages: readonly Package[];
  readonly files: readonly SourceFile[];
  /** Every file and folder, relative to the root. */
  readonly paths: readonly string[];
}

const skipped = new Set([
  'node_modules',
  'dist',
  '.turbo',
  '.git',
  'coverage',
  '.cache',
  'fixtures',
  'results',
]);

/** Reads the repository. */
export async function readWorkspace(root: string): Promise<Workspace> {
  const paths = (await walk(root, root)).toSorted();
  const manifests = paths.filter((path) => /^((packages|shared)\/[^/]+\/|bench\/)?package\.json$/.test(path));
  const sources = paths.filter((path) => /^((packages|shared)\/|bench\/|scripts\/).*\.ts$/.test(path));
  return {
    paths,
    packages: await Promise.all(manifests.map((path) => readPackage(root, path))),
    files: await Promise.all(
      sources.map(async (path) => parseFile(path, await readFile(join(root, path), 'utf8'))),
    ),
  };
}

async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !skipped.has(name))
    .map(async (entry) => {
      const path = join(folder, entry.name);
      const shown = relative(root, path).replaceAll(sep, '/');
      return entry.isDirectory() ? [shown, ...(await walk(root, path))] : [shown];
    });
  return (await Promise.all(found)).flat();
}

async function readPackage(root: string, path: string): Promise<Package> {
  const folder = path === 'package.json' ? '' : path.slice(0, -'/package.json'.length);
  return {
    folder,
    manifest: packageJson.parse(JSON.parse(await readFile(join(root, path), 'utf8'))),
    hasReadme: existsSync(join(root, folder, 'README.md')),
  };
}
