import type { ServerModule } from '../definition/server.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import { createTelemetry } from '../telemetry/create-telemetry.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Telemetry } from '../telemetry/types.ts';

/** Telemetry under the server's name; counted for `/metrics` where that is served. */
export function assembleTelemetry(
  { name, version }: ServerModule,
  common: CommonSettings,
  log: Logger,
): Promise<Telemetry> {
  return createTelemetry({
    serviceName: `portolan-${name}`,
    serviceVersion: version,
    exporting: common.telemetry,
    counting: common.http,
    log,
  });
}
