import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

export interface TestRedis {
  readonly url: string;
  /** Kills the server at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open and nothing is answered until `resume`. */
  pause(): void;
  resume(): void;
}

/**
 * Starts a real Redis (or Valkey) of this machine on a free loopback port, with nothing kept on disk.
 *
 * @throws Error saying what to install where neither is there
 */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child = await launch(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async restart() {
      child = await launch(port);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

async function launch(port: number): Promise<ChildProcess> {
  for (const binary of ['redis-server', 'valkey-server']) {
    const child = await tryLaunch(binary, port);
    if (child !== undefined) return child;
  }
  throw new Error('This test needs redis-server or valkey-server: apt-get install -y redis-server');
}

/** The running server, or undefined where the binary is not installed. */
async function tryLaunch(binary: string, port: number): Promise<ChildProcess | undefined> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(binary, settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  return await new Promise((resolve, reject) => {
    let said = '';
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('exit', () => reject(new Error(`${binary} ended at its start: ${said.slice(-500)}`)));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('eady to accept connections')) resolve(child);
    });
  });
}
