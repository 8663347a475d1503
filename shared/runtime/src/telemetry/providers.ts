import { getNumberFromEnv, getStringFromEnv } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { TelemetrySettings } from './create-telemetry.ts';
import type { Logger } from './logger.ts';
import { samplerFromEnv } from './sampler.ts';

/** Traces over OTLP/HTTP; undefined when `OTEL_TRACES_EXPORTER` is `none`. */
export async function startTracerProvider(settings: TelemetrySettings): Promise<TracerProvider | undefined> {
  if (isOff('TRACES')) return undefined;
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = isJson('TRACES', settings.log)
    ? await import('@opentelemetry/exporter-trace-otlp-http')
    : await import('@opentelemetry/exporter-trace-otlp-proto');
  const processor = new BatchSpanProcessor({
    exporter: new OTLPTraceExporter(),
    ...numbers({
      scheduledDelayMillis: 'OTEL_BSP_SCHEDULE_DELAY',
      exportTimeoutMillis: 'OTEL_BSP_EXPORT_TIMEOUT',
      maxQueueSize: 'OTEL_BSP_MAX_QUEUE_SIZE',
      maxExportBatchSize: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    }),
  });
  return new TracerProvider({
    resource: resourceOf(settings),
    sampler: await samplerFromEnv(),
    spanProcessors: [processor],
  });
}

/** Metrics over OTLP/HTTP; undefined when `OTEL_METRICS_EXPORTER` is `none`. */
export async function startMeterProvider(settings: TelemetrySettings): Promise<MeterProvider | undefined> {
  if (isOff('METRICS')) return undefined;
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const { OTLPMetricExporter } = isJson('METRICS', settings.log)
    ? await import('@opentelemetry/exporter-metrics-otlp-http')
    : await import('@opentelemetry/exporter-metrics-otlp-proto');
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    ...numbers({
      exportIntervalMillis: 'OTEL_METRIC_EXPORT_INTERVAL',
      exportTimeoutMillis: 'OTEL_METRIC_EXPORT_TIMEOUT',
    }),
  });
  return new MeterProvider({ resource: resourceOf(settings), readers: [reader] });
}

function resourceOf({ serviceName, serviceVersion }: TelemetrySettings) {
  return defaultResource()
    .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.version': serviceVersion }))
    .merge(detectResources({ detectors: [envDetector] }));
}

type Signal = 'TRACES' | 'METRICS';

function isOff(signal: Signal): boolean {
  return getStringFromEnv(`OTEL_${signal}_EXPORTER`) === 'none';
}

/** The specification's default is protobuf; gRPC is not carried along, because every collector takes HTTP. */
function isJson(signal: Signal, log: Logger): boolean {
  const protocol =
    getStringFromEnv(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ??
    getStringFromEnv('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (protocol === 'grpc') {
    log.warning('OTLP over gRPC is not supported: http/protobuf is used; its usual port is 4318', { signal });
  }
  return protocol === 'http/json';
}

/** Options the SDK no longer reads from the environment itself; an unset one keeps the SDK's default. */
function numbers<Name extends string>(
  variables: Readonly<Record<Name, string>>,
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const name in variables) {
    const value = getNumberFromEnv(variables[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
