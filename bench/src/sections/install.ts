import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { repository } from '../machine.ts';
import type { Goal, Limit, Plan, Section } from '../model.ts';
import { findPackage } from '../packages.ts';

const run = promisify(execFile);

type Quantity = 'packages' | 'size' | 'files';

export interface InstallOptions {
  /** The folder of ours below `packages/`. */
  readonly server: string;
  /** Packages by the name they have in the tables; their pinned version is installed. */
  readonly peers: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Partial<Record<Quantity, readonly Limit[]>>>;
  readonly goals?: Readonly<Partial<Record<Quantity, readonly Goal[]>>>;
}

/** What `npx` puts on a machine: the packed package installed into an empty folder. */
export const installSection =
  ({ server, peers, limits = {}, goals = {} }: InstallOptions) =>
  async ({ folder }: Plan): Promise<Section> => {
    const tarball = await pack(server, mkdtempSync(join(folder, 'packed-')));
    const found: (readonly [who: string, installed: Installed])[] = [];
    for (const [who, name] of Object.entries(peers)) {
      found.push([who, await installed(folder, `${name}@${findPackage(name).version}`)]);
    }
    found.push(['portolan', await installed(folder, tarball)]);
    const row = (name: string, unit: string, quantity: Quantity) => ({
      name,
      unit,
      series: found.map(([who, quantities]) => ({ who, samples: [quantities[quantity]] })),
      limits: limits[quantity] ?? [],
      goals: goals[quantity] ?? [],
    });
    return {
      title: 'Installed for npx',
      method: `\`npm install\` into an empty folder, ours from its \`npm pack\` (${((await lstat(tarball)).size / 1e6).toFixed(2)} MB to download). Size is the sum of the lengths of all files, MB of 10^6 bytes.`,
      measures: [
        row('Packages', 'packages', 'packages'),
        row('Size', 'MB', 'size'),
        row('Files', 'files', 'files'),
      ],
    };
  };

async function pack(server: string, into: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', into], {
    cwd: join(repository, 'packages', server),
  });
  return join(into, stdout.trim());
}

type Installed = Readonly<Record<Quantity, number>>;

async function installed(folder: string, what: string): Promise<Installed> {
  const prefix = mkdtempSync(join(folder, 'installed-'));
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  await run('npm', ['install', '--prefix', prefix, ...quiet, what], { cwd: prefix });
  const modules = join(prefix, 'node_modules');
  const lock = z
    .object({ packages: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')));
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name !== '.package-lock.json')
      .map(async ({ parentPath, name }) => (await lstat(join(parentPath, name))).size),
  );
  return {
    packages: Object.keys(lock.packages).length,
    files: sizes.length,
    size: sizes.reduce((sum, size) => sum + size, 0) / 1e6,
  };
}
