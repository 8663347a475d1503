import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
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
  /** Every file of the packed package, from its top. */
  readonly files: readonly string[];
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
  const packed = await pack(packageFolder, folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', packed.filename];
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
    files: packed.files.map(({ path }) => path),
    notices: await readFile(notices, 'utf8'),
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

const Packed = z.object({
  name: z.string(),
  filename: z.string(),
  files: z.array(z.object({ path: z.string() })),
});

/** Packs as a release does: with the pnpm the repository names, which adds its licence; else with npm. */
async function pack(packageFolder: string, folder: string): Promise<z.output<typeof Packed>> {
  const manager = await packageManager(packageFolder);
  const words = ['--json', '--pack-destination', folder];
  const cwd = { cwd: packageFolder };
  if (manager?.startsWith('pnpm@')) {
    const { stdout } = await run('npx', ['--prefer-offline', '-y', manager, 'pack', ...words], cwd);
    return Packed.parse(JSON.parse(stdout));
  }
  const { stdout } = await run('npm', ['pack', ...words], cwd);
  const [packed] = z.tuple([Packed]).parse(JSON.parse(stdout));
  return { ...packed, filename: join(folder, packed.filename) };
}

/** What the nearest manifest upwards says in `packageManager`: `pnpm@12.21.0`. */
async function packageManager(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = await readFile(join(at, 'package.json'), 'utf8').catch(() => '{}');
    const { packageManager: found } = z
      .looseObject({ packageManager: z.string().optional() })
      .parse(JSON.parse(manifest));
    if (found !== undefined || at === dirname(at)) return found;
  }
}

/** The name of the package whose manifest a file is. */
const nameOf = (file: string): string | undefined =>
  /^(?:.*node_modules\/)?((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/.exec(file)?.[1];
