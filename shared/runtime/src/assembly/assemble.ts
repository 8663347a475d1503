import { randomBytes } from 'node:crypto';
import { createMemoryCacheStore } from '../cache/memory-cache-store.ts';
import { createRedisCacheStore } from '../cache/redis-cache-store.ts';
import type { CacheStore } from '../cache/types.ts';
import { callerTokenHeader } from '../caller-token/settings.ts';
import type { Check, ConnectedServer, ServerModule, ServerStart } from '../definition/server.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createLate } from '../lifecycle/late.ts';
import { createHub, type Hub } from '../protocol/hub.ts';
import type { RoundsCodec } from '../protocol/rounds.ts';
import { createMemorySpentStates, createRedisSpentStates } from '../protocol/spent-states.ts';
import { createRedactor } from '../redact/redactor.ts';
import type { Redactor } from '../redact/types.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import type { LoadedSettings } from '../settings/load.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { assembleAudit, defaultAuditFile } from './audit.ts';
import { assembleLimiter } from './limiter.ts';
import { ownFiles } from './own-files.ts';
import { assemblePolicy } from './policy.ts';
import { assembleRedis, checkRedis } from './redis.ts';
import { assembleTelemetry } from './telemetry.ts';

/** A server with everything around it, ready for a transport. */
export interface Assembly {
  readonly engine: Engine;
  readonly hub: Hub;
  /** Made when a call first asks its user, or might. */
  readonly rounds: () => Promise<RoundsCodec>;
  readonly log: Logger;
  readonly settings: LoadedSettings;
  policyStatus(): { readonly ok: boolean; readonly detail: string };
  /** Whether Redis answers; nothing without `--redis`. */
  checkRedis(): Promise<readonly Check[]>;
  /** Ends upstream connections, writes what is pending, closes the audit log; in that order. */
  close(): Promise<void>;
}

/**
 * Puts a server's parts together as its settings say.
 *
 * @throws SettingsError for a setting that cannot work
 */
export async function assemble(declared: ServerModule, settings: LoadedSettings): Promise<Assembly> {
  const { common } = settings;
  const server = declared.withSettings(settings.own);
  const redactor = redactorOf(server, settings);
  const log = createLogger(common.logLevel, (line) => process.stderr.write(redactor.text(line)));
  const hub = createHub();
  const changed = () => tellOfNewPolicy(hub);
  const { status, close: closePolicy, ...policies } = await assemblePolicy(server, common, log, changed);
  const redis = await assembleRedis(common);
  const limiter = await assembleLimiter(server, common, redis, log);
  const telemetry = await assembleTelemetry(server, common, log);
  const destination = common.audit ?? defaultAuditFile(server.name);
  const audit = assembleAudit(destination, server, common, redactor, log);
  const stop = new AbortController();
  const connected = connectOnce(server, settings, {
    signal: stop.signal,
    ownFiles: ownFiles(common, destination),
    log,
    cacheStore: () => cacheStore(server, redis),
  });
  const engine = createEngine({
    server,
    connected,
    offers: (tool, caller) => connected.now()?.offers(tool, caller) ?? true,
    ...policies,
    limiter,
    audit,
    redactor,
    telemetry,
    log,
    notifications: hub,
    onPolicyChange: hub.onPolicyChange,
    options: common,
  });
  return {
    engine,
    hub,
    rounds: lateRounds(common, redis),
    log,
    settings,
    policyStatus: status,
    checkRedis: () => checkRedis(redis, common),
    async close() {
      engine.tasks.close();
      stop.abort();
      closePolicy();
      for (const part of [connected, limiter, redis, telemetry, audit]) await part?.close();
    },
  };
}

/** Knows the secrets of the settings, and how the tokens begin that callers bring, where they bring some. */
function redactorOf({ callerTokens }: ServerModule, { own, secrets }: LoadedSettings): Redactor {
  const areBrought = callerTokens && callerTokenHeader(own) !== undefined;
  return createRedactor({ secrets, tokenPrefixes: areBrought ? callerTokens.prefixes : [] });
}

/** What keeps calls that ask their user, made when the first might; shared by replicas where Redis is. */
function lateRounds(
  { stateKey, redisDown }: CommonSettings,
  redis: RedisConnection | undefined,
): Assembly['rounds'] {
  const spentStates = (ttlMs: number) =>
    redis ? createRedisSpentStates({ redis, ttlMs, onFailure: redisDown }) : createMemorySpentStates(ttlMs);
  return createLate(async () => {
    const { createRoundsCodec } = await import('../protocol/rounds.ts');
    return createRoundsCodec(stateKey ?? randomBytes(32), spentStates);
  }).load;
}

/** Another policy may show other tools, resources and prompts, and end what is watched. */
function tellOfNewPolicy(hub: Hub): void {
  hub.policyChanged();
  hub.toolListChanged();
  hub.resourceListChanged();
  hub.promptListChanged();
}

interface ConnectOnce {
  (): Promise<ConnectedServer>;
  /** Undefined until it is connected. */
  now(): ConnectedServer | undefined;
  close(): Promise<void>;
}

/** Connects on the first use; a connect that failed is tried again on the next. */
function connectOnce(server: ServerModule, settings: LoadedSettings, start: ServerStart): ConnectOnce {
  let connection: Promise<ConnectedServer> | undefined;
  let connected: ConnectedServer | undefined;
  const open = async () => {
    try {
      connected = await server.connect(settings.own, start);
      return connected;
    } catch (error) {
      connection = undefined;
      throw error;
    }
  };
  const connect = () => {
    connection ??= open();
    return connection;
  };
  return Object.assign(connect, { now: () => connected, close: async () => (await connection)?.close() });
}

function cacheStore({ name }: ServerModule, redis: RedisConnection | undefined): CacheStore {
  return redis
    ? createRedisCacheStore({ redis, prefix: `portolan:cache:${name}:` })
    : createMemoryCacheStore();
}
