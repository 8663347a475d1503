import type { RedisTarget } from './redis-url.ts';

/** What is used of the library's clients, for one server and for a cluster alike. */
export interface RedisClient {
  readonly status: string;
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  connect(): Promise<void>;
  disconnect(reconnect?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** How long Redis is waited for. */
export interface RedisTimes {
  /** Milliseconds. */
  readonly connectTimeoutMs: number;
  /** Milliseconds. */
  readonly commandTimeoutMs: number;
}

const asNamed = (host: string, found: (error: null, address: string) => void) => found(null, host);

const retryAfterMs = (attempt: number) => Math.min(50 * 2 ** attempt, 2_000);

/** A client that is not connected yet; once it is, it goes on trying by itself, and queues nothing. */
export async function makeClient(target: RedisTarget, times: RedisTimes): Promise<RedisClient> {
  const { Cluster, Redis } = await import('./client.ts');
  const { nodes, database, tls, username, password, master } = target;
  const [first] = nodes;
  const common = {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    connectTimeout: times.connectTimeoutMs,
    commandTimeout: times.commandTimeoutMs,
    // Also how long the client keeps the process alive after closing a connection that is already gone.
    disconnectTimeout: 100,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  };
  if (target.kind === 'cluster') {
    return new Cluster([...nodes], {
      lazyConnect: true,
      enableOfflineQueue: false,
      // Where a node is gone, its slots answer when another has taken them; until then calls fail soon.
      maxRedirections: 3,
      slotsRefreshTimeout: times.connectTimeoutMs,
      clusterRetryStrategy: retryAfterMs,
      // By its own lookup the library forgets the names of hosts, and their certificates name no addresses.
      ...(tls && { dnsLookup: asNamed }),
      redisOptions: common,
    });
  }
  const place =
    master === undefined
      ? { ...first }
      : {
          name: master,
          sentinels: [...nodes],
          sentinelRetryStrategy: retryAfterMs,
          ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
        };
  return new Redis({
    ...common,
    ...place,
    db: database,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: retryAfterMs,
  });
}
