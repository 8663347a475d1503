import { assemble } from './assembly/assemble.ts';
import type { ServerModule } from './definition/server.ts';
import type { FirstAnswer } from './first-answer/first-answer.ts';
import { serveOverStdio } from './protocol/stdio.ts';
import { loadSettings } from './settings/load.ts';

/**
 * Serves until the client goes away or the process is told to stop; answers the exit code.
 *
 * @throws SettingsError for a setting that cannot work
 */
export async function serve(
  server: ServerModule,
  argv: readonly string[],
  first?: FirstAnswer,
): Promise<number> {
  const settings = await loadSettings(server, { argv, env: process.env });
  const assembly = await assemble(server, settings);
  await assembly.engine.parts.connected();
  if (settings.common.http) return (await import('./serve-http.ts')).serveHttp(assembly);
  const { promise: closed, resolve: onClose } = Promise.withResolvers<void>();
  serveOverStdio({
    ...assembly,
    onClose,
    ...(first?.answeredId !== undefined && { answeredId: first.answeredId }),
  });
  await closed;
  await assembly.close();
  return 0;
}
