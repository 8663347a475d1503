import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };

/** One generated file. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** The folder where every file is a generated one. */
const generatedOnly = 'docs/reference';

/** Writes the files that differ from what they should be; answers their paths. */
export async function writeDocuments(root: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const stale = new Set(await staleFiles(root, files));
  for (const { path, text } of files.filter((file) => stale.has(file.path))) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return [...stale];
}

/** The paths of the files that are missing or differ from what they should be. */
export async function staleFiles(root: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const found = await Promise.all(
    files.map(async ({ path, text }) => ((await textOf(join(root, path))) === text ? [] : [path])),
  );
  return found.flat();
}

/** Removes the pages of what is gone, as of a server that was renamed; answers their paths. */
export async function removeLeftovers(root: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const found = await leftovers(root, files);
  for (const path of found) await rm(join(root, path));
  return found;
}

/** The paths of the pages that nothing generates any more. */
export async function leftovers(root: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const generated = new Set(files.map(({ path }) => path));
  const names = await readdir(join(root, generatedOnly));
  return names.map((name) => `${generatedOnly}/${name}`).filter((path) => !generated.has(path));
}

/** The command that writes the generated files again. */
const mend = `npx -y ${packageJson.packageManager} gen`;

/** Names the file and the command that mends it. */
export const staleMessage = (path: string) =>
  `${path} is stale: run \`${mend}\` and commit what it writes.\n`;

/** The text of a file, undefined when there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
