import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestCertificate } from './certificates.ts';
import { freePort } from './free-port.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

/** A running server, and the ways in which it can fail. */
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

/** What a server is told of TLS; it has a plain port besides, for what the test itself asks. */
const tlsWords = ({ caFile, certFile, keyFile }: TestCertificate, port: number): readonly string[] => [
  ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
  ...['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', caFile],
];

/**
 * Starts a real Redis (or Valkey) of this machine on a free loopback port, with nothing kept on disk.
 *
 * @param certificate has it speak TLS at the URL, which then names `localhost`
 * @throws Error saying what to install where neither is there
 */
export async function startRedis(certificate?: TestCertificate): Promise<TestRedis> {
  const port = await freePort();
  const tlsPort = await freePort();
  const more = certificate ? tlsWords(certificate, tlsPort) : [];
  let child = await launch(port, more);
  return {
    url: certificate ? `rediss://localhost:${tlsPort}` : `redis://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async restart() {
      child = await launch(port, more);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

/** Servers that belong together: nodes of a cluster, or a server and its sentinel. */
export interface TestRedisGroup extends AsyncDisposable {
  readonly url: string;
  /** Kills one of them at once. */
  kill(index: number): Promise<void>;
}

/**
 * Starts a cluster of two nodes, each with half of the slots.
 *
 * @param certificate has them speak TLS; they then call themselves and each other `localhost`
 */
export async function startRedisCluster(certificate?: TestCertificate): Promise<TestRedisGroup> {
  const ports = [await freePort(), await freePort()];
  const tlsPorts = [await freePort(), await freePort()];
  const folders = [await createTempFolder(), await createTempFolder()];
  const named = ['--cluster-announce-hostname', 'localhost', '--cluster-preferred-endpoint-type', 'hostname'];
  const tls = (index: number) =>
    certificate ? [...tlsWords(certificate, tlsPorts[index] ?? 0), '--tls-cluster', 'yes', ...named] : [];
  const nodes = await Promise.all(
    ports.map((port, index) =>
      launch(port, ['--cluster-enabled', 'yes', '--dir', folders[index]?.path ?? '', ...tls(index)]),
    ),
  );
  const [first = 0, second = 0] = ports;
  await redisCommand(first, ['CLUSTER', 'ADDSLOTSRANGE', '0', '8191']);
  await redisCommand(second, ['CLUSTER', 'ADDSLOTSRANGE', '8192', '16383']);
  const [seed = 0, other = 0] = certificate ? tlsPorts : ports;
  await redisCommand(first, ['CLUSTER', 'MEET', '127.0.0.1', String(other)]);
  await Promise.all(ports.map((port) => saysSoon(port, ['CLUSTER', 'INFO'], 'cluster_state:ok')));
  const url = certificate
    ? `rediss+cluster://localhost:${seed}`
    : `redis+cluster://127.0.0.1:${seed},127.0.0.1:${other}`;
  return group(url, nodes, folders);
}

/**
 * Starts a server, a replica of it and a sentinel that knows the server as `harbour`.
 *
 * @param certificate has all of them speak TLS
 */
export async function startRedisSentinel(certificate?: TestCertificate): Promise<TestRedisGroup> {
  const [main, copy, sentinel] = [await freePort(), await freePort(), await freePort()];
  const [mainTls, copyTls, sentinelTls] = [await freePort(), await freePort(), await freePort()];
  const folder = await createTempFolder();
  const file = join(folder.path, 'sentinel.conf');
  const reached = certificate ? mainTls : main;
  await writeFile(
    file,
    [
      `sentinel monitor harbour 127.0.0.1 ${reached} 1`,
      'sentinel down-after-milliseconds harbour 500',
      'sentinel failover-timeout harbour 1000',
    ].join('\n'),
  );
  const tls = (port: number) =>
    certificate ? [...tlsWords(certificate, port), '--tls-replication', 'yes'] : [];
  const nodes = [
    await launch(main, tls(mainTls)),
    await launch(copy, ['--replicaof', '127.0.0.1', String(reached), ...tls(copyTls)]),
    await launch(sentinel, ['--sentinel', ...tls(sentinelTls)], file),
  ];
  await saysSoon(sentinel, ['SENTINEL', 'MASTER', 'harbour'], 'num-slaves\r\n$1\r\n1');
  const url = certificate
    ? `rediss+sentinel://localhost:${sentinelTls}/harbour`
    : `redis+sentinel://127.0.0.1:${sentinel}/harbour`;
  return group(url, nodes, [folder]);
}

function group(url: string, nodes: readonly ChildProcess[], folders: readonly TempFolder[]): TestRedisGroup {
  const kill = async (child: ChildProcess | undefined) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url,
    kill: (index) => kill(nodes[index]),
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map(kill));
      await Promise.all(folders.map((folder) => folder[Symbol.asyncDispose]()));
    },
  };
}

/** Sends one command and answers what came back, as it came. */
async function redisCommand(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}

async function saysSoon(port: number, words: readonly string[], wanted: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await redisCommand(port, words);
    if (answer.includes(wanted)) return;
    if (Date.now() > until) throw new Error(`Redis does not say ${wanted}: ${answer.slice(0, 1_000)}`);
    await sleep(100);
  }
}

async function launch(port: number, more: readonly string[] = [], file?: string): Promise<ChildProcess> {
  for (const binary of ['redis-server', 'valkey-server']) {
    const child = await tryLaunch(binary, port, more, file);
    if (child !== undefined) return child;
  }
  throw new Error('This test needs redis-server or valkey-server: apt-get install -y redis-server');
}

/** The running server, or undefined where the binary is not installed. */
async function tryLaunch(
  binary: string,
  port: number,
  more: readonly string[],
  file: string | undefined,
): Promise<ChildProcess | undefined> {
  const place = ['--port', String(port), '--bind', '127.0.0.1'];
  const plain = file === undefined ? ['--save', '', '--appendonly', 'no'] : [file];
  const child = spawn(
    binary,
    file === undefined ? [...place, ...plain, ...more] : [...plain, ...place, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return await new Promise((resolve, reject) => {
    let said = '';
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('exit', () => reject(new Error(`${binary} ended at its start: ${said.slice(-500)}`)));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (/eady to accept connections|Sentinel ID is/.test(said)) resolve(child);
    });
  });
}
