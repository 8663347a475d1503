/** A variable that says where to export to switches the export on. */
const endpointVariables = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
];

/**
 * Whether traces and metrics are exported.
 *
 * @param asked whether `--telemetry` is set
 */
export const isExporting = (asked: boolean, env: NodeJS.ProcessEnv): boolean =>
  (asked || endpointVariables.some((name) => env[name])) && env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true';
