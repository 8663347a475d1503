import type { Context, Histogram, SpanStatus, TextMapGetter, Tracer } from '@opentelemetry/api';
import { DiagLogLevel, diag, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { TelemetrySettings } from './create-telemetry.ts';
import type { Logger } from './logger.ts';
import { startMeterProvider, startTracerProvider } from './providers.ts';
import {
  durationMetric,
  errorTypeOf,
  metricAttributes,
  resultAttributes,
  spanAttributes,
  spanName,
} from './semantic-conventions.ts';
import type { Operation, OperationEnd, OperationStart } from './types.ts';

const scope = '@portolan/runtime';
/** A collector that is down must not hold up the shutdown. */
const closeMs = 3_000;

type Meta = Readonly<Record<string, unknown>>;

const propagator = new CompositePropagator({
  propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
});
const metaGetter: TextMapGetter<Meta> = {
  keys: (meta) => Object.keys(meta),
  get(meta, key) {
    const value = meta[key];
    return typeof value === 'string' ? value : undefined;
  },
};

/** Starts the OpenTelemetry SDK for traces and metrics. */
export async function startOpenTelemetry(
  settings: TelemetrySettings,
): Promise<{ start(operation: OperationStart): Operation; close(): Promise<void> }> {
  logDiagnostics(settings.log);
  const traces = await startTracerProvider(settings);
  const metrics = await startMeterProvider(settings);
  const tracer = traces?.getTracer(scope, settings.serviceVersion);
  const histogram = metrics?.getMeter(scope, settings.serviceVersion).createHistogram(durationMetric.name, {
    unit: durationMetric.unit,
    description: durationMetric.description,
    advice: { explicitBucketBoundaries: [...durationMetric.boundaries] },
  });
  return {
    start: (operation) => startOperation(operation, tracer, histogram),
    close: () => closeAll([traces, metrics], settings.log),
  };
}

function startOperation(operation: OperationStart, tracer?: Tracer, histogram?: Histogram): Operation {
  const startedMs = performance.now();
  const parent = parentOf(operation.meta);
  const span = tracer?.startSpan(
    spanName(operation),
    { kind: SpanKind.SERVER, attributes: spanAttributes(operation) },
    parent,
  );
  return {
    traceId: span?.spanContext().traceId,
    end(result) {
      histogram?.record((performance.now() - startedMs) / 1_000, metricAttributes(operation, result));
      span?.setAttributes(resultAttributes(result));
      if (errorTypeOf(result) !== undefined) span?.setStatus(failed(result));
      span?.end();
    },
  };
}

const failed = ({ message }: OperationEnd): SpanStatus => ({
  code: SpanStatusCode.ERROR,
  ...(message !== undefined && { message }),
});

function parentOf(meta: Meta | undefined): Context {
  return meta ? propagator.extract(ROOT_CONTEXT, meta, metaGetter) : ROOT_CONTEXT;
}

function logDiagnostics(log: Logger): void {
  const at = (level: 'warning' | 'error') => (message: string, detail?: unknown) =>
    log[level]('OpenTelemetry', { message, ...(detail !== undefined && { detail: String(detail) }) });
  const silent = () => {};
  diag.setLogger(
    { error: at('error'), warn: at('warning'), info: silent, debug: silent, verbose: silent },
    DiagLogLevel.WARN,
  );
}

async function closeAll(
  providers: readonly ({ shutdown(): Promise<void> } | undefined)[],
  log: Logger,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('late'), closeMs);
  });
  const outcome = await Promise.race([Promise.allSettled(providers.map((one) => one?.shutdown())), late]);
  clearTimeout(timer);
  const failed =
    outcome === 'late' || (Array.isArray(outcome) && outcome.some((one) => one.status === 'rejected'));
  if (failed) log.warning('The last telemetry could not be exported', { waitedMs: closeMs });
}
