import type { Assembly } from './assembly/assemble.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { largestAnswer } from './engine/answer-room.ts';
import { bindProblem } from './http/bind.ts';
import { listenHttp } from './http/listen.ts';
import type { Shutdown } from './lifecycle/shutdown.ts';
import { createHttpEndpoint } from './protocol/http-endpoint.ts';
import { authSettings } from './settings/auth.ts';
import { SettingsError } from './settings/settings-error.ts';

/**
 * Serves Streamable HTTP until the process is told to stop.
 *
 * @throws ListenError when the address cannot be used, SettingsError for a bad setting
 */
export async function serveHttp(assembly: Assembly, shutdown: Shutdown): Promise<void> {
  const { engine, log, settings } = assembly;
  const { common } = settings;
  const authenticator = await createAuthenticator(authSettings(common), log);
  const problem = bindProblem(common.host, authenticator !== undefined);
  if (problem) throw new SettingsError(problem);
  const endpoint = createHttpEndpoint(assembly);
  const { audit, connected, telemetry } = engine.parts;
  await audit.ready();
  const listener = await listenHttp({
    host: common.host,
    port: common.port,
    endpoint: endpoint.fetch,
    authenticator,
    largestAnswer: (message) => largestAnswer(engine.parts, message),
    guards: common,
    health: async () => [
      { name: 'audit', ...audit.status() },
      { name: 'policy', ...assembly.policyStatus() },
      ...(await (await connected()).check(AbortSignal.timeout(10_000))),
    ],
    metrics: () => telemetry.exposition(),
    log,
  });
  log.info('Serving Streamable HTTP.', { url: listener.url });
  shutdown.step('listener', () => listener.close(common.drainMs));
  shutdown.step('streams', () => endpoint.close());
}
