import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { startLocalServer } from '../../../testing/src/services/local-server.ts';
import type { OtlpCollector } from '../../test/support/otlp-collector.ts';
import { startOtlpCollector } from '../../test/support/otlp-collector.ts';
import { createTelemetry } from './create-telemetry.ts';
import { createLogger } from './logger.ts';
import type { OperationEnd, OperationStart, Telemetry } from './types.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentSpanId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentSpanId}-01`;
const logged: string[] = [];
let collector: OtlpCollector;

beforeEach(async () => {
  collector = await startOtlpCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.endpoint);
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await collector.stop();
});

function start(exporting = false): Promise<Telemetry> {
  const log = createLogger('debug', (line) => logged.push(line));
  return createTelemetry({
    serviceName: 'portolan-notes',
    serviceVersion: '1.2.3',
    exporting,
    counting: false,
    log,
  });
}

const tool: OperationStart = {
  method: 'tools/call',
  toolName: 'read_note',
  protocolVersion: '2026-07-28',
  requestId: '7',
  transport: 'tcp',
  meta: { traceparent, tracestate: 'vendor=1', baggage: 'user=ann' },
};

const attributeList = z.array(
  z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }),
);
const spanSchema = z.object({
  name: z.string(),
  kind: z.number(),
  traceId: z.string(),
  parentSpanId: z.string().optional(),
  traceState: z.string().optional(),
  status: z.object({ code: z.number(), message: z.string().optional() }),
  attributes: attributeList,
});
const tracesSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributeList }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});
const metricsSchema = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string(),
              histogram: z.object({
                dataPoints: z.array(
                  z.object({
                    attributes: attributeList,
                    count: z.number(),
                    sum: z.number(),
                    explicitBounds: z.array(z.number()),
                  }),
                ),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
});

const plain = (list: z.infer<typeof attributeList>) =>
  Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue]));

/** Records operations, closes, and gives the spans the collector got. */
async function spansOf(...operations: readonly (readonly [OperationStart, OperationEnd])[]) {
  const telemetry = await start();
  for (const [operation, result] of operations) telemetry.start(operation).end(result);
  await telemetry.close();
  return collector
    .json('/v1/traces')
    .flatMap((body) => tracesSchema.parse(body).resourceSpans)
    .flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans))
    .map(({ attributes, ...span }) => ({ ...span, attributes: plain(attributes) }));
}

test('a tool call is exported as the conventions name it, under its parent', async () => {
  const [span] = await spansOf([tool, {}]);
  expect(span).toEqual({
    name: 'tools/call read_note',
    kind: 2,
    traceId,
    parentSpanId,
    traceState: 'vendor=1',
    status: { code: 0 },
    attributes: {
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'read_note',
      'mcp.protocol.version': '2026-07-28',
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'network.protocol.version': '1.1',
      'jsonrpc.request.id': '7',
    },
  });
});

test('prompts and resources have their own attributes', async () => {
  const spans = await spansOf(
    [{ method: 'prompts/get', promptName: 'summary', transport: 'pipe' }, {}],
    [{ method: 'resources/read', resourceUri: 'note://1', transport: 'pipe' }, {}],
    [{ method: 'tools/list', transport: 'pipe' }, {}],
  );
  expect(spans.map(({ name, attributes }) => ({ name, attributes }))).toMatchInlineSnapshot(`
    [
      {
        "attributes": {
          "gen_ai.prompt.name": "summary",
          "mcp.method.name": "prompts/get",
          "network.transport": "pipe",
        },
        "name": "prompts/get summary",
      },
      {
        "attributes": {
          "mcp.method.name": "resources/read",
          "mcp.resource.uri": "note://1",
          "network.transport": "pipe",
        },
        "name": "resources/read",
      },
      {
        "attributes": {
          "mcp.method.name": "tools/list",
          "network.transport": "pipe",
        },
        "name": "tools/list",
      },
    ]
  `);
});

// The conventions leave what the caller sent wrong without an error; any other code is one.
test.each<[OperationEnd, { code: number; message?: string }, Record<string, string>]>([
  [{}, { code: 0 }, {}],
  [{ errorType: 'tool_error' }, { code: 2 }, { 'error.type': 'tool_error' }],
  [
    { errorType: 'tool_error', message: 'A fault.' },
    { code: 2, message: 'A fault.' },
    { 'error.type': 'tool_error' },
  ],
  ...[-32_700, -32_600, -32_601, -32_602, -32_002].map(
    (statusCode): [OperationEnd, { code: number }, Record<string, string>] => [
      { statusCode, message: 'Wrong.' },
      { code: 0 },
      { 'rpc.response.status_code': String(statusCode) },
    ],
  ),
  ...[-32_603, -32_021, -32_000, 7].map(
    (statusCode): [OperationEnd, { code: number; message: string }, Record<string, string>] => [
      { statusCode, message: 'Failed.' },
      { code: 2, message: 'Failed.' },
      { 'error.type': String(statusCode), 'rpc.response.status_code': String(statusCode) },
    ],
  ),
])('the result %j gives the span status %j', async (result, status, attributes) => {
  const [span] = await spansOf([{ method: 'tools/list', transport: 'pipe' }, result]);
  expect(span?.status).toEqual(status);
  expect(span?.attributes).toEqual({
    'mcp.method.name': 'tools/list',
    'network.transport': 'pipe',
    ...attributes,
  });
});

test('the duration is a histogram in seconds, without ids or URIs', async () => {
  const telemetry = await start();
  for (let index = 0; index < 3; index += 1) {
    telemetry.start({ ...tool, requestId: String(index) }).end({ errorType: 'tool_error' });
  }
  telemetry.start({ method: 'resources/read', resourceUri: 'note://1', transport: 'pipe' }).end({});
  await telemetry.close();
  const [metric] = collector
    .json('/v1/metrics')
    .flatMap((body) => metricsSchema.parse(body).resourceMetrics)
    .flatMap((one) => one.scopeMetrics.flatMap((scope) => scope.metrics));
  expect(metric).toMatchObject({ name: 'mcp.server.operation.duration', unit: 's' });
  const points = metric?.histogram.dataPoints.map((point) => ({
    attributes: plain(point.attributes),
    count: point.count,
  }));
  expect(points).toEqual([
    {
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'read_note',
        'mcp.protocol.version': '2026-07-28',
        'network.transport': 'tcp',
        'network.protocol.name': 'http',
        'network.protocol.version': '1.1',
        'error.type': 'tool_error',
      },
      count: 3,
    },
    { attributes: { 'mcp.method.name': 'resources/read', 'network.transport': 'pipe' }, count: 1 },
  ]);
  const [point] = metric?.histogram.dataPoints ?? [];
  expect(point?.explicitBounds).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]);
  expect(point?.sum).toBeLessThan(1);
});

test('the resource names the service, and the environment wins', async () => {
  const serviceOf = (body: unknown) =>
    plain(tracesSchema.parse(body).resourceSpans[0]?.resource.attributes ?? []);
  await spansOf([tool, {}]);
  expect(serviceOf(collector.json('/v1/traces')[0])).toMatchObject({
    'service.name': 'portolan-notes',
    'service.version': '1.2.3',
    'telemetry.sdk.language': 'nodejs',
  });
  vi.stubEnv('OTEL_SERVICE_NAME', 'mine');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  await spansOf([tool, {}]);
  expect(serviceOf(collector.json('/v1/traces')[1])).toMatchObject({
    'service.name': 'mine',
    'deployment.environment.name': 'test',
  });
});

test('a malformed or missing parent starts a new trace', async () => {
  const spans = await spansOf(
    [{ ...tool, meta: { traceparent: 'garbage' } }, {}],
    [{ ...tool, meta: { traceparent: 42 } }, {}],
    [{ ...tool, meta: {} }, {}],
  );
  for (const span of spans) {
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.traceId).not.toBe(traceId);
    expect(span.parentSpanId || undefined).toBeUndefined();
  }
  expect(spans).toHaveLength(3);
});

test('the trace id of an operation is the one that is exported', async () => {
  const telemetry = await start();
  const operation = telemetry.start({ method: 'tools/list', transport: 'pipe' });
  operation.end({});
  await telemetry.close();
  const [span] =
    tracesSchema.parse(collector.json('/v1/traces')[0]).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  expect(operation.traceId).toBe(span?.traceId);
});

test('protobuf is what is sent by default', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', undefined);
  const telemetry = await start();
  telemetry.start(tool).end({});
  await telemetry.close();
  expect(collector.exports.map(({ path, type }) => `${path} ${type}`).sort()).toEqual([
    '/v1/metrics application/x-protobuf',
    '/v1/traces application/x-protobuf',
  ]);
  const traces = collector.exports.find(({ path }) => path === '/v1/traces');
  expect(traces?.body.includes('tools/call read_note')).toBe(true);
});

test.each([
  ['OTEL_SDK_DISABLED', 'true', []],
  ['OTEL_TRACES_EXPORTER', 'none', ['/v1/metrics']],
  ['OTEL_METRICS_EXPORTER', 'none', ['/v1/traces']],
  ['OTEL_TRACES_SAMPLER', 'always_off', ['/v1/metrics']],
])('%s=%s is obeyed', async (name, value, paths) => {
  vi.stubEnv(name, value);
  const telemetry = await start(true);
  telemetry.start({ method: 'tools/list', transport: 'pipe' }).end({});
  await telemetry.close();
  expect(collector.exports.map(({ path }) => path)).toEqual(paths);
});

test('a collector that is away does not hold up the end, and is logged', async () => {
  await collector.stop();
  const telemetry = await start();
  telemetry.start(tool).end({});
  await telemetry.close();
  expect(logged.join('')).toMatch(/could not be exported|ECONNREFUSED/);
});

test('nor does one that never answers, whatever time it is given', async () => {
  await using silent = await startLocalServer(() => {});
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', silent.url);
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '600000');
  logged.length = 0;
  const telemetry = await start();
  telemetry.start(tool).end({});
  await telemetry.close();
  expect(logged.join('')).toContain('The last telemetry could not be exported');
});
