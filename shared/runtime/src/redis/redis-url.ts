import { SettingsError } from '../settings/settings-error.ts';

/** One address of Redis; more than one only for a cluster or for sentinels. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** What `--redis` names: one server, a cluster, or a server that sentinels watch. */
export interface RedisTarget {
  readonly kind: 'server' | 'cluster' | 'sentinel';
  readonly tls: boolean;
  /** The server; nodes of the cluster, or sentinels: one that answers is enough. */
  readonly nodes: readonly RedisNode[];
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** The name under which sentinels know the server. */
  readonly master?: string;
  /** Without user and password; for logs. */
  readonly address: string;
}

const form =
  /^(?<scheme>rediss?)(?:\+(?<kind>cluster|sentinel))?:\/\/(?:(?<credentials>[^@/]*)@)?(?<hosts>[^@/?#]+)(?<path>\/[^?#]*)?$/;
const hostForm = /^(?<host>\[[0-9a-f:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/i;

const rules =
  'redis://[user:password@]host[:port][/database], redis+cluster://[user:password@]host[:port],… or redis+sentinel://[user:password@]host[:port],…/master[/database]; rediss for TLS';

/**
 * Reads the value of `--redis`.
 *
 * @throws SettingsError naming the rule; the value is not repeated, because it can hold a password
 */
export function parseRedisUrl(value: string): RedisTarget {
  const parts = form.exec(value)?.groups;
  if (!parts) throw refused();
  const { scheme = '', credentials, hosts = '', path = '' } = parts;
  const kind = parts.kind === 'cluster' || parts.kind === 'sentinel' ? parts.kind : 'server';
  const nodes = hosts.split(',').map((host) => nodeOf(host, kind === 'sentinel' ? 26_379 : 6_379));
  if (kind === 'server' && nodes.length > 1) throw refused();
  return {
    kind,
    tls: scheme === 'rediss',
    nodes,
    ...credentialsOf(credentials),
    ...placeOf(kind, path),
    address: `${scheme}${kind === 'server' ? '' : `+${kind}`}://${hosts}${path}`,
  };
}

const refused = () => new SettingsError(`--redis: the Redis URL must be ${rules}.`);

function nodeOf(text: string, usualPort: number): RedisNode {
  const { host, port } = hostForm.exec(text)?.groups ?? {};
  const number = port === undefined ? usualPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535) throw refused();
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number };
}

function credentialsOf(text: string | undefined): Pick<RedisTarget, 'username' | 'password'> {
  if (text === undefined) return {};
  const [username = '', ...rest] = text.split(':');
  return {
    ...(username !== '' && { username: decoded(username) }),
    ...(rest.length > 0 && { password: decoded(rest.join(':')) }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SettingsError('--redis: user and password of the Redis URL are not percent-encoded rightly.');
  }
}

function placeOf(kind: RedisTarget['kind'], path: string): Pick<RedisTarget, 'database' | 'master'> {
  const words = path.split('/').slice(1);
  const master = kind === 'sentinel' ? words.shift() : undefined;
  if (kind === 'sentinel' && !master) {
    throw new SettingsError(
      '--redis: the path of a Redis URL with sentinels begins with the name of the master.',
    );
  }
  const [database = '', ...more] = words;
  if (more.length > 0 || !/^\d{0,4}$/.test(database)) {
    throw new SettingsError(
      `--redis: the path of a Redis URL is the number of the database, not "${path.slice(0, 64)}".`,
    );
  }
  if (kind === 'cluster' && Number(database) > 0) {
    throw new SettingsError('--redis: the Redis URL of a cluster names no database: there is only 0.');
  }
  return { database: Number(database), ...(master !== undefined && { master: decoded(master) }) };
}
