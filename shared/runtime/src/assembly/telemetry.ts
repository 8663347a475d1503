import type { ServerModule } from '../definition/server.ts';
import type { CommonSettings } from '../settings/common.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Telemetry } from '../telemetry/types.ts';

export async function assembleTelemetry(
  _server: ServerModule,
  _common: CommonSettings,
  _log: Logger,
): Promise<Telemetry> {
  return {
    start: () => ({ traceId: undefined, end: () => {} }),
    exposition: () => undefined,
    close: async () => {},
  };
}
