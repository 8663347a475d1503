import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports of programs that cannot be told to choose their own. They are below those which systems give to
 * outgoing connections (from 32768 on Linux, from 49152 elsewhere): one of those may be taken by anybody
 * between the look and the start of the program, also by a connection of the same test. So are the ports
 * 10,000 above them, on which Redis listens as a node of a cluster.
 */
const [FIRST, COUNT] = [12_000, 10_000];

/** Test processes that run side by side begin far apart, as neighbouring ids do. */
let next = (process.pid * 7_919) % COUNT;

/** A port of the loopback interface that nothing listens on; each call gives another one. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error('No TCP port is free.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
