import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { cpuMs } from '../stdio/usage.ts';
import type { Ask } from './requests.ts';

export const CONNECTIONS = 16;
const START_MS = 20_000;

export interface HttpServer {
  /**
   * Sends one request.
   *
   * @throws Error when the answer is not the right one
   */
  send(ask: Ask): Promise<{ readonly session: string | undefined }>;
  /** Keeps every connection busy for a time. */
  load(ask: Ask, ms: number): Promise<{ readonly perSecond: number; readonly cpuUs: number }>;
  stop(): Promise<void>;
}

/** Starts a server on a free port of loopback and waits until it answers. */
export async function startHttpServer(args: (port: string) => readonly string[]): Promise<HttpServer> {
  const port = await freePort();
  const child = spawn(process.execPath, args(String(port)), { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('The server could not be started.');
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS, pipelining: 1 });

  const send: HttpServer['send'] = async ({ headers, body, expects }) => {
    const answer = await pool.request({ path: '/mcp', method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || !text.includes(expects))
      throw new Error(`${answer.statusCode}: ${text.slice(0, 500)}`);
    const session = answer.headers['mcp-session-id'];
    return { session: typeof session === 'string' ? session : undefined };
  };
  await Promise.race([
    answering(port),
    exited.then(([code]) => Promise.reject(new Error(`The server ended with ${code}.`))),
  ]);
  return {
    send,
    async load(ask, ms) {
      let count = 0;
      const cpu = cpuMs(pid);
      const started = performance.now();
      const lane = async () => {
        while (performance.now() - started < ms) {
          await send(ask);
          count += 1;
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      const tookMs = performance.now() - started;
      return { perSecond: (count / tookMs) * 1000, cpuUs: ((cpuMs(pid) - cpu) / count) * 1000 };
    },
    async stop() {
      await pool.destroy();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}

async function answering(port: number): Promise<void> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch (error) {
      // Refused until it listens; `fetch` says so with this one type.
      if (!(error instanceof TypeError)) throw error;
      await sleep(50);
    }
  }
  throw new Error(`Nothing answers on port ${port} after ${START_MS} ms.`);
}
