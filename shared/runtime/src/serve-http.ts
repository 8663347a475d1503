import type { Assembly } from './assembly/assemble.ts';
import { assembleAuthentication } from './assembly/authentication.ts';
import { assembleCallerTokens } from './assembly/caller-tokens.ts';
import { largestAnswer } from './engine/answer-room.ts';
import { listenHttp } from './http/listen.ts';
import type { Shutdown } from './lifecycle/shutdown.ts';
import { createHttpEndpoint } from './protocol/http-endpoint.ts';
import { createMissingScope } from './protocol/missing-scope.ts';

/** How long the checks of one `/readyz` may take, milliseconds. */
const CHECK_TIMEOUT_MS = 10_000;

/**
 * Serves Streamable HTTP until the process is told to stop.
 *
 * @throws ListenError when the address cannot be used, SettingsError for a bad setting
 */
export async function serveHttp(assembly: Assembly, shutdown: Shutdown): Promise<void> {
  const { engine, log, settings } = assembly;
  const { common } = settings;
  const authenticator = await assembleAuthentication(common, log);
  const callerTokens = assembleCallerTokens(engine.parts.server, settings);
  const endpoint = createHttpEndpoint({ ...assembly, rounds: await assembly.rounds() });
  const { audit, connected, telemetry } = engine.parts;
  await audit.ready();
  const listener = await listenHttp({
    host: common.host,
    port: common.port,
    endpoint: endpoint.fetch,
    direct: endpoint.direct,
    authenticator,
    callerTokens,
    missingScope: common.authScopes ? createMissingScope(engine) : undefined,
    largestAnswer: (message) => largestAnswer(engine.parts, message),
    guards: common,
    health: async () => {
      const [redis, server] = await Promise.all([
        assembly.checkRedis(),
        connected().then((it) => it.check(AbortSignal.timeout(CHECK_TIMEOUT_MS))),
      ]);
      return [
        { name: 'audit', ...audit.status() },
        { name: 'policy', ...assembly.policyStatus() },
        ...redis,
        ...server,
      ];
    },
    metrics: () => telemetry.exposition(),
    log,
  });
  log.info('Serving Streamable HTTP.', { url: listener.url });
  shutdown.step('listener', () => listener.close(common.drainMs));
  shutdown.step('streams', () => endpoint.close());
}
