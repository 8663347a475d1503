import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };

/** One generated file. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

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
