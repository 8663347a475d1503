import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../errors/error-code.ts';
import { bindProblem } from './bind.ts';
import type { Calls } from './calls.ts';
import { createCalls } from './calls.ts';
import { createFlood } from './flood.ts';
import { createGuards } from './guards.ts';
import { createHealth } from './health.ts';
import { createMcpRoute } from './mcp-route.ts';
import { createRouter } from './router.ts';
import type { HttpLimits, HttpListener, HttpSettings } from './types.ts';

const defaultDrainMs = 10_000;
/** For the last answers to leave after the calls are done or aborted. */
const flushMs = 250;
/** Longer than the 60 s for which the usual load balancers keep a connection, so it is never us who close first. */
const keepAliveMs = 65_000;

/** A listener that cannot be opened; the message names the flag. */
class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Serves an MCP endpoint over HTTP at `/mcp`, with `/livez`, `/readyz`, `/metrics` and the documents
 * by which OAuth clients find the authorization server.
 *
 * @throws ListenError when the address is not allowed without authentication, is taken or does not exist
 */
export async function listenHttp(settings: HttpSettings): Promise<HttpListener> {
  const { host, authenticator, log } = settings;
  const problem = bindProblem(host, authenticator !== undefined);
  if (problem) throw new ListenError(problem);
  const limits: HttpLimits = {
    bodyBytes: 4 * 1024 * 1024,
    headersMs: 10_000,
    requestMs: 30_000,
    streamCheckMs: 30_000,
    flood: authenticator && { perSecond: 1_000, burst: 2_000 },
    ...settings.limits,
  };
  const calls = createCalls();
  const guards = createGuards(host, settings.guards);
  let isDraining = false;
  const draining = () => isDraining;
  const flood = limits.flood && createFlood(limits.flood);
  const health = createHealth(
    async () => [...((await settings.health?.()) ?? []), ...((await authenticator?.check()) ?? [])],
    log,
  );
  const mcp = createMcpRoute({ ...settings, ...limits, flood, guards, calls, draining });
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
    },
    createRouter({ ...settings, mcp, guards, health, draining }),
  );
  const port = await listen(server, settings);
  const drain = () => {
    isDraining = true;
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/mcp`,
    port,
    drain,
    async close(drainMs = defaultDrainMs) {
      drain();
      const aborted = await closeServer(server, calls, drainMs);
      if (aborted > 0) log.warning('Calls were aborted at shutdown', { calls: aborted, drainMs });
    },
  };
}

function listen(server: Server, { host, port }: HttpSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = refused[errorCode(cause) ?? ''] ?? `${cause.message}.`;
      reject(new ListenError(`--host ${host} --port ${port}: ${reason}`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Why there is no listening at an address, and what to do, by the code of the fault. */
const refused: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken. Choose another with --port; 0 picks a free one.',
  EACCES: 'listening there is not permitted. Choose a --port from 1024 on.',
  EADDRNOTAVAIL: 'this machine has no such address. Choose one of its own with --host.',
};

async function closeServer(server: Server, calls: Calls, drainMs: number): Promise<number> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  calls.endStreams();
  const timer = new AbortController();
  const late = sleep(drainMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([calls.idle(), late]);
  timer.abort();
  const aborted = calls.abortAll();
  await Promise.race([closed, sleep(flushMs)]);
  server.closeAllConnections();
  await closed;
  return aborted;
}
