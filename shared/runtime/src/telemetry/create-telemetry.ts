import { isExporting } from './exporting.ts';
import type { Logger } from './logger.ts';
import type { DurationHistogram } from './prometheus.ts';
import { metricAttributes } from './semantic-conventions.ts';
import { traceIdOf } from './trace-parent.ts';
import type { Operation, OperationStart, Telemetry } from './types.ts';

/** What the command line says of telemetry; the standard `OTEL_*` variables are read beside it. */
export interface TelemetrySettings {
  /** `service.name` when `OTEL_SERVICE_NAME` is not set, such as `portolan-git`. */
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** `--telemetry`: export even when no endpoint is set in the environment (to `localhost:4318`). */
  readonly exporting: boolean;
  /** Whether `/metrics` is served, so that operations are counted for it. */
  readonly counting: boolean;
  readonly log: Logger;
}

/**
 * Makes what records every operation. Off, it costs nothing and loads nothing. With an OTLP endpoint it
 * loads the OpenTelemetry SDK, which obeys the standard `OTEL_*` variables.
 */
export async function createTelemetry(settings: TelemetrySettings): Promise<Telemetry> {
  const exporter = isExporting(settings.exporting, process.env)
    ? await (await import('./open-telemetry.ts')).startOpenTelemetry(settings)
    : undefined;
  const histogram = settings.counting
    ? (await import('./prometheus.ts')).createDurationHistogram()
    : undefined;
  const traced = exporter?.start ?? startUntraced;
  return {
    start: histogram ? counted(traced, histogram) : traced,
    exposition: () => histogram?.exposition(),
    close: async () => exporter?.close(),
  };
}

type Start = (operation: OperationStart) => Operation;

const untraced: Operation = { traceId: undefined, end() {} };

function startUntraced({ meta }: OperationStart): Operation {
  const traceId = meta && traceIdOf(meta);
  return traceId === undefined ? untraced : { traceId, end() {} };
}

function counted(start: Start, histogram: DurationHistogram): Start {
  return (operation) => {
    const startedMs = performance.now();
    const inner = start(operation);
    return {
      traceId: inner.traceId,
      end(result) {
        inner.end(result);
        histogram.record((performance.now() - startedMs) / 1_000, metricAttributes(operation, result));
      },
    };
  };
}
