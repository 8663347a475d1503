import { createHash } from 'node:crypto';
import { createLate } from '../lifecycle/late.ts';
import { makeClient, type RedisClient, type RedisTimes } from './open-client.ts';
import { parseRedisUrl, type RedisTarget } from './redis-url.ts';

/** Which Redis, and how long it is waited for; times in milliseconds. */
export interface RedisConnectionOptions {
  /** One server, a cluster or sentinels, as `--redis` takes them. */
  readonly url: string;
  /** Default 2,000. */
  readonly connectTimeoutMs?: number;
  /** How long one command may take. Default 1,000. */
  readonly commandTimeoutMs?: number;
}

type Argument = string | number;

/** One client of Redis or Valkey, shared by everything in the process that needs it. */
export interface RedisConnection {
  /** Where it connects, without credentials; for logs. */
  readonly address: string;
  /** Runs one command and answers what the server does. */
  command(name: string, args: readonly Argument[]): Promise<unknown>;
  /** Runs a Lua script in one round trip: by its hash, in full only where the server does not have it yet. */
  script(script: RedisScript, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A Lua script, with the digest by which Redis knows it. */
export interface RedisScript {
  readonly source: string;
  readonly sha1: string;
}

/** A script to run with `RedisConnection.script`. */
export function redisScript(source: string): RedisScript {
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

/**
 * Connects on first use and keeps reconnecting in the background. While the server is away every command
 * fails at once instead of queueing, so that a caller waits for an outage at most once.
 *
 * @throws SettingsError for a bad URL, naming the rule and never the password
 */
export function createRedisConnection(options: RedisConnectionOptions): RedisConnection {
  const target = parseRedisUrl(options.url);
  const { address } = target;
  let lastFault = 'no answer';
  let closed = false;
  const opened = createLate(() =>
    open(target, options, (fault) => {
      lastFault = fault;
    }),
  );

  const ready = async (): Promise<RedisClient> => {
    if (closed) throw new Error(`The connection to ${address} is closed.`);
    const client = await opened.load();
    if (client.status !== 'ready') throw new Error(`${address} is not ready: ${lastFault}`);
    return client;
  };

  const run = async (send: (client: RedisClient) => Promise<unknown>): Promise<unknown> => {
    const client = await ready();
    try {
      return await send(client);
    } catch (error) {
      // A server that hangs costs one wait: until a new connection is ready every command fails at once.
      if (error instanceof Error && error.message === 'Command timed out') client.disconnect(true);
      throw error;
    }
  };
  const command: RedisConnection['command'] = (name, args) => run((client) => client.call(name, ...args));

  return {
    address,
    command,
    async script(script, keys, args) {
      const rest = [keys.length, ...keys, ...args];
      try {
        return await command('EVALSHA', [script.sha1, ...rest]);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return await command('EVAL', [script.source, ...rest]);
      }
    },
    async close() {
      closed = true;
      await opened.settled();
      opened.now()?.disconnect();
    },
  };
}

/** What a cluster says when it tries again. */
const SAYS_NOTHING = 'Failed to refresh slots cache.';

/** Answers when the first attempt has succeeded or failed; after a failure the client goes on trying. */
async function open(
  target: RedisTarget,
  { connectTimeoutMs = 2_000, commandTimeoutMs = 1_000 }: RedisConnectionOptions,
  onFault: (fault: string) => void,
): Promise<RedisClient> {
  const times = { connectTimeoutMs, commandTimeoutMs };
  const client = await makeClient(target, times);
  // Without a listener the client would print to the console.
  client.on('error', ({ message }) => {
    if (message !== SAYS_NOTHING) onFault(message);
  });
  const deadline = AbortSignal.timeout(connectTimeoutMs + 100);
  const first = client.connect().catch(async () => {
    if (target.kind === 'cluster') onFault(await nodeFault(target, times));
  });
  await new Promise<void>((resolve) => {
    deadline.addEventListener('abort', () => resolve(), { once: true });
    first.then(resolve, () => resolve());
  });
  return client;
}

/** Why the first node of a cluster is not reached: the library says of all of them only that none was. */
async function nodeFault(target: RedisTarget, times: RedisTimes): Promise<string> {
  const node = await makeClient({ ...target, kind: 'server', nodes: target.nodes.slice(0, 1) }, times);
  let fault = 'no node answers for the cluster';
  node.on('error', ({ message }) => {
    fault = message;
  });
  await node.connect().catch(() => {});
  node.disconnect();
  return fault;
}
