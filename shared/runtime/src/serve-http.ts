import type { Assembly } from './assembly/assemble.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { listenHttp } from './http/listen.ts';
import { createHttpEndpoint } from './protocol/http-endpoint.ts';
import { authSettings } from './settings/auth.ts';

/**
 * Serves Streamable HTTP until the process is told to stop; answers the exit code.
 *
 * @throws ListenError when the address cannot be used, AuthSettingsError for a bad setting
 */
export async function serveHttp(assembly: Assembly): Promise<number> {
  const { engine, log, settings } = assembly;
  const { common } = settings;
  const authenticator = await createAuthenticator(authSettings(common), log);
  const endpoint = createHttpEndpoint(assembly);
  const { audit, connected, telemetry } = engine.parts;
  await audit.ready();
  const listener = await listenHttp({
    host: common.host,
    port: common.port,
    endpoint: endpoint.fetch,
    authenticator,
    guards: common,
    health: async () => [
      { name: 'audit', ...audit.status() },
      ...(await (await connected()).check(AbortSignal.timeout(10_000))),
    ],
    metrics: () => telemetry.exposition(),
    log,
  });
  log.info('Serving Streamable HTTP.', { url: listener.url });
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGTERM', () => resolve());
  process.once('SIGINT', () => resolve());
  await promise;
  await listener.close(common.drainMs);
  await endpoint.close();
  await assembly.close();
  return 0;
}
