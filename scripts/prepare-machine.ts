import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fetchDebianSource, hasDebianSource } from './debian-source.ts';

/** Programs that tests run for real, and the Debian package of each. */
const needed = [
  { program: 'redis-server', package: 'redis-server', why: 'rate limits and cache shared by replicas' },
  { program: 'rg', package: 'ripgrep', why: 'content search beside our own walker' },
  { program: 'git', package: 'git', why: 'fixtures' },
  {
    program: 'initdb',
    package: 'postgresql',
    why: 'the audit log in Postgres, and the Postgres server',
    folders: postgresFolders('bin'),
  },
  {
    program: 'hypopg.so',
    package: 'postgresql-15-hypopg',
    why: 'hypothetical indexes',
    folders: postgresFolders('lib'),
  },
  { program: 'script', package: 'bsdutils', why: 'a terminal for a server started by hand' },
  { program: 'ps', package: 'procps', why: 'what `start` leaves behind' },
  { program: 'openssl', package: 'openssl', why: 'certificates of test servers' },
  { program: 'pgbouncer', package: 'pgbouncer', why: 'pooled connections' },
];

/** Debian source packages whose original archive tests read, and what for. */
const sources = [{ name: 'trousers', why: 'a real history of more than 2,000 commits, in its .git folder' }];

const missing = needed.filter(({ program, folders }) => !isInstalled(program, folders ?? []));
if (missing.length > 0) install(missing);
for (const { name, why } of sources) if (!hasDebianSource(name)) fetchSource(name, why);

function fetchSource(name: string, why: string): void {
  process.stderr.write(`Fetching the archive of the Debian source package ${name} for ${why}.\n`);
  const failure = fetchDebianSource(name);
  if (failure === undefined) return;
  process.stderr.write(failure);
  process.exit(1);
}

function install(packages: typeof needed): void {
  const names = packages.map((one) => one.package);
  const mayInstall = process.getuid?.() === 0 && isInstalled('apt-get', []);
  if (!mayInstall) {
    const lines = packages.map((one) => `  ${one.program} (Debian: ${one.package}) for ${one.why}`);
    process.stderr.write(
      `The tests need programs that are not here:\n${lines.join('\n')}\nInstall them and run again.\n`,
    );
    process.exit(1);
  }
  process.stderr.write(`Installing ${names.join(', ')} with apt-get.\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run(['apt-get', '-q', 'update'], env);
  // No service is started: the tests start what they need, on ports of their own.
  run(['apt-get', '-q', 'install', '-y', '--no-install-recommends', ...names], { ...env, RUNLEVEL: '1' });
}

function run([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status } = spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    process.stderr.write(`${command} ${args.join(' ')} failed with ${status}.\n`);
    process.exit(1);
  }
}

function isInstalled(program: string, folders: readonly string[]): boolean {
  const path = (process.env.PATH ?? '').split(delimiter);
  return [...path, '/usr/sbin', '/sbin', ...folders].some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, file.endsWith('.so') ? constants.R_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian keeps the server's own programs and libraries in a folder for each major version. */
function postgresFolders(part: 'bin' | 'lib'): readonly string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root).map((version) => join(root, version, part));
  } catch {
    return [];
  }
}
