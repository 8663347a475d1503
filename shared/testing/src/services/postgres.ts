import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** A running server; disposing ends it and removes its data. */
export interface TestPostgres extends AsyncDisposable {
  /** As its superuser `audit`, without a password. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection at once, as a crash does. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Which Postgres is started, and as what. */
export interface PostgresOptions {
  /** Folder with `initdb` and `postgres`; Debian's where it is left out. */
  readonly binaries?: string;
  /** Settings beside the usual: `shared_preload_libraries=pg_stat_statements`. */
  readonly settings?: readonly string[];
  /** The port of a running server that this one is to be a hot standby of. */
  readonly standbyOf?: number;
}

/** How long a server may take to start, milliseconds. */
const START_MS = 120_000;

/** A real Postgres on a free loopback port, with its data in a temporary folder. */
export async function startPostgres({
  binaries,
  settings = [],
  standbyOf,
}: PostgresOptions = {}): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-postgres-'));
  const identity = unprivileged();
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const binary = (name: string) => (binaries === undefined ? debianBinary(name) : join(binaries, name));
  const prepare = (program: string, ...words: readonly string[]) =>
    execFileSync(binary(program), ['-D', data, ...words], { ...identity, cwd: folder, stdio: 'ignore' });
  if (standbyOf === undefined) prepare('initdb', '-U', 'audit', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  else prepare('pg_basebackup', '-R', '-c', 'fast', '-h', '127.0.0.1', '-U', 'audit', '-p', `${standbyOf}`);
  const port = await freePort();
  const args = ['-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off'];
  const launch = () =>
    started(
      spawn(binary('postgres'), [...args, ...settings.flatMap((one) => ['-c', one])], {
        ...identity,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
  let child = await launch();
  return {
    url: `postgres://audit@127.0.0.1:${port}/postgres`,
    port,
    kill: () => end(child),
    async restart() {
      child = await launch();
    },
    async [Symbol.asyncDispose]() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Who runs a server that refuses to run as root; undefined where we are not root. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function debianBinary(name: string): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const found = versions.map((version) => join(root, version, 'bin', name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error('This test needs Postgres: apt-get install -y postgresql');
  return found;
}

/** The process, once it says that it takes connections. */
async function started(child: ChildProcess): Promise<ChildProcess> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (why: string) => reject(new Error(`Postgres ${why}: ${said.slice(-800)}`));
  const timer = setTimeout(() => giveUp('did not start in time'), START_MS);
  child.once('exit', () => giveUp('ended at its start'));
  child.once('error', (error) => giveUp(`cannot run (${error.message})`));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    // What it says later is read on, so that it never waits for a reader, and dropped.
    said = `${said}${chunk}`.slice(-4_000);
    if (/ready to accept (read-only )?connections/.test(chunk)) resolve();
  });
  try {
    await promise;
    return child;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGQUIT');
  await once(child, 'exit');
}
