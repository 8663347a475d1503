import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fail, type Logger } from '@portolan/runtime';

const NAME = '@electric-sql/pglite';
/** The version the demonstration is tested with, and the digest its registry gives for it. */
const PGLITE_VERSION = '0.5.16';
const INTEGRITY =
  'sha512-Nj8KcIsJL748W408U2N8q4+9IlONdpRIU8MJypIAAINMJ5nqKyqpX7Mgg/5XKkXiAib3AoZGR6hnJFlrlLBrcg==';

/** How long fetching nine megabytes may take, milliseconds. */
const FETCH_MS = 120_000;

const run = promisify(execFile);

/**
 * The file to load PGlite from: installed beside this server, fetched before, or fetched now. It is 26 MB
 * that only a demonstration needs, so the server does not depend on it.
 *
 * @throws ToolError `unavailable` with the command that installs it
 */
export async function findPglite(folder: string, log: Logger): Promise<string> {
  const beside = installedBeside();
  if (beside !== undefined) return beside;
  const home = join(folder, `pglite-${PGLITE_VERSION}`);
  const entry = join(home, 'node_modules', NAME, 'dist', 'index.js');
  if (!existsSync(entry)) await fetchInto(home, log);
  return entry;
}

function installedBeside(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(NAME)), 'index.js');
  } catch {
    // Not installed: the usual case, and no fault.
    return undefined;
  }
}

/** Installs the pinned version into a folder that is there only when it is whole. */
async function fetchInto(home: string, log: Logger): Promise<void> {
  log.info('Fetching PGlite for the demonstration, once.', { version: PGLITE_VERSION, megabytes: 9 });
  await mkdir(dirname(home), { recursive: true });
  const making = await mkdtemp(`${home}-`);
  try {
    await writeFile(join(making, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(making, 'package-lock.json'), JSON.stringify(lock));
    await npm(making, [
      'ci',
      '--prefix',
      making,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ]);
    // Another process may have been faster; then its folder is as good.
    await rename(making, home).catch((error) => {
      if (!existsSync(home)) throw error;
    });
  } catch (cause) {
    fail('unavailable', 'The demonstration needs PGlite, and npm could not fetch it.', {
      next: `Look at the network and the registry of npm, or start with \`npx -y -p @portolan/postgres -p ${NAME}@${PGLITE_VERSION} portolan-postgres --demo\`.`,
      cause,
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

const dependencies = { [NAME]: PGLITE_VERSION };
const manifest = { name: 'portolan-postgres-demo', private: true, dependencies };
/** So that npm installs these bytes and no others, from whatever registry it is set to. */
const lock = {
  name: 'portolan-postgres-demo',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { dependencies },
    [`node_modules/${NAME}`]: { version: PGLITE_VERSION, integrity: INTEGRITY },
  },
};

/** The npm that started us where there is one, else the one of the PATH. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const ours = process.env.npm_execpath?.replace(/npx-cli\.js$/, 'npm-cli.js');
  const options = { cwd, timeout: FETCH_MS };
  if (ours?.endsWith('npm-cli.js')) await run(process.execPath, [ours, ...args], options);
  // On Windows npm is a script, which only a shell starts; nothing of these words comes from outside.
  else await run('npm', [...args], { ...options, shell: process.platform === 'win32' });
}
