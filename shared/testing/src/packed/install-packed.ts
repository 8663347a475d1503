import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { createTempFolder } from '../services/temp-folder.ts';

const run = promisify(execFile);

/** What `npx -y @portolan/<server>` puts on a machine: the packed package, installed alone. */
export interface Installed extends AsyncDisposable {
  /** A folder of this installation alone, which it is in. */
  readonly folder: string;
  /** The command as npm linked it. */
  readonly bin: string;
  /** Names of every installed package, the server's own among them. */
  readonly packages: readonly string[];
  /** Of all installed files together. */
  readonly bytes: number;
  /** The licences of what is bundled. */
  readonly notices: string;
}

/**
 * Packs a server and installs the file, without the network where the dependencies allow it.
 *
 * @param packageFolder with a build in it
 */
export async function installPacked(packageFolder: string): Promise<Installed> {
  const temporary = await createTempFolder();
  const folder = temporary.path;
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: packageFolder,
  });
  const [packed]: { filename: string; name: string }[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`npm packed nothing in ${packageFolder}.`);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed.filename}`];
  await run('npm', install, { cwd: folder });
  const modules = join(folder, 'node_modules');
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const notices = join(modules, packed.name, 'dist', 'THIRD-PARTY-NOTICES.txt');
  return {
    folder,
    bin: join(modules, '.bin', packed.name.replace(/^@(.+)\/(.+)$/, '$1-$2')),
    packages: files.flatMap((file) => nameOf(relative(modules, file)) ?? []).toSorted(),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    notices: await readFile(notices, 'utf8'),
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

/** The name of the package whose manifest a file is. */
const nameOf = (file: string): string | undefined =>
  /^(?:.*node_modules\/)?((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/.exec(file)?.[1];
