import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { machine, repository } from '../machine.ts';
import type { Plan, Section } from '../model.ts';

const run = promisify(execFile);

const OFFICIAL = '@modelcontextprotocol/server-filesystem';

/** What `npx` puts on a machine: the packed package installed into an empty folder. */
export async function install({ folder }: Plan): Promise<Section> {
  const packed = mkdtempSync(join(folder, 'packed-'));
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', packed], {
    cwd: join(repository, 'packages/filesystem'),
  });
  const tarball = join(packed, stdout.trim());
  const ours = await installed(folder, tarball);
  const official = await installed(folder, `${OFFICIAL}@${machine().versions[OFFICIAL]}`);
  const row = (name: string, unit: string, pick: (found: Installed) => number, atMost: number) => ({
    name,
    unit,
    series: [
      { who: 'official', samples: [pick(official)] },
      { who: 'portolan', samples: [pick(ours)] },
    ],
    limits: [{ of: 'portolan', atMost }],
  });
  return {
    title: 'Installed for npx',
    method: `\`npm install\` into an empty folder, ours from its \`npm pack\` (${((await lstat(tarball)).size / 1e6).toFixed(2)} MB to download). Size is the sum of the lengths of all files, MB of 10^6 bytes.`,
    measures: [
      row('Packages', 'packages', ({ packages }) => packages, 3),
      row('Size', 'MB', ({ bytes }) => bytes / 1e6, 3),
      row('Files', 'files', ({ files }) => files, Number.POSITIVE_INFINITY),
    ].map(({ limits, ...rest }) => ({
      ...rest,
      limits: limits.filter(({ atMost }) => Number.isFinite(atMost)),
    })),
  };
}

interface Installed {
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
}

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
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
