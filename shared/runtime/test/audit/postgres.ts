import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Postgres on a free loopback port, with its data in a temporary folder. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-postgres-'));
  const identity = unprivileged();
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const options = { ...identity, stdio: 'ignore' } as const;
  execFileSync(binary('initdb'), ['-D', data, '-U', 'audit', '-A', 'trust', '--no-sync'], options);
  const port = await freePort();
  const launch = () =>
    spawn(binary('postgres'), ['-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1'], options);
  let child = launch();
  const url = `postgres://audit@127.0.0.1:${port}/postgres`;
  await answers(url);
  return {
    url,
    /** Ends every connection at once, as a crash does. */
    kill: () => end(child, 'SIGQUIT'),
    async restart() {
      child = launch();
      await answers(url);
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function binary(name: string): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const found = versions.map((version) => join(root, version, 'bin', name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error('This test needs Postgres: apt-get install -y postgresql');
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  return address.port;
}

async function answers(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const until = performance.now() + 20_000;
  for (;;) {
    const client = new pg.Client(url);
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
