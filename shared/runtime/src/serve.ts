import { assemble } from './assembly/assemble.ts';
import type { ServerModule } from './definition/server.ts';
import type { FirstAnswer } from './first-answer/first-answer.ts';
import { createShutdown } from './lifecycle/shutdown.ts';
import { serveOverStdio } from './protocol/stdio.ts';
import { loadSettings } from './settings/load.ts';
import { refuseOnStdio } from './settings/on-stdio.ts';

/** For upstream connections, audit and telemetry to close after the calls are done, milliseconds. */
const CLOSE_MS = 5_000;

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
  const settings = await loadSettings(server, { argv, env: process.env }, first?.specs);
  if (!settings.common.http) await refuseOnStdio(server, settings);
  const assembly = await assemble(server, settings);
  await assembly.engine.parts.connected();
  const { drainMs } = settings.common;
  const shutdown = createShutdown({ log: assembly.log, timeoutMs: drainMs + CLOSE_MS });
  if (settings.common.http) await (await import('./serve-http.ts')).serveHttp(assembly, shutdown);
  else {
    if (process.stdin.isTTY) (await import('./terminal.ts')).tellTerminal(server);
    const connection = serveOverStdio({
      ...assembly,
      onClose: () => shutdown.begin('The connection ended.'),
      opened: first?.opened,
    });
    shutdown.step('calls', () => connection.drain(drainMs));
  }
  shutdown.step('server', () => assembly.close());
  return shutdown.done;
}
