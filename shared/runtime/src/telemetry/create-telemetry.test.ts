import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createTelemetry } from './create-telemetry.ts';
import { createLogger } from './logger.ts';
import { createDurationHistogram } from './prometheus.ts';
import { traceIdOf } from './trace-parent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const log = createLogger('error', () => {});
const create = (counting: boolean) =>
  createTelemetry({ serviceName: 'a', serviceVersion: '1', exporting: false, counting, log });

describe('switched off', () => {
  test('every operation without a parent is the same object, and one with a parent keeps its trace', async () => {
    const telemetry = await create(false);
    const first = telemetry.start({ method: 'tools/list', transport: 'pipe' });
    expect(telemetry.start({ method: 'tools/call', toolName: 'x', transport: 'tcp', meta: {} })).toBe(first);
    expect(first.traceId).toBeUndefined();
    const meta = { traceparent: `00-${traceId}-b7ad6b7169203331-00` };
    expect(telemetry.start({ method: 'tools/list', transport: 'pipe', meta }).traceId).toBe(traceId);
    expect(telemetry.exposition()).toBeUndefined();
    await telemetry.close();
  });

  test('nothing of OpenTelemetry is loaded', async () => {
    const module = new URL('./create-telemetry.ts', import.meta.url).href;
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { createTelemetry } = await import(${JSON.stringify(module)});
      const telemetry = await createTelemetry({ serviceName: 'a', serviceVersion: '1', exporting: false, counting: true });
      telemetry.start({ method: 'tools/list', transport: 'pipe' }).end({});
      process.stdout.write(JSON.stringify(loaded));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH: process.env.PATH },
    });
    const loaded: unknown = JSON.parse(stdout);
    expect(loaded).toContain(module);
    expect(stdout).not.toContain('opentelemetry');
    expect(stdout).not.toContain('open-telemetry');
  });
});

describe('a traceparent', () => {
  test.each([
    [`00-${traceId}-b7ad6b7169203331-01`, traceId],
    [`01-${traceId}-b7ad6b7169203331-01-more`, traceId],
    [`ff-${traceId}-b7ad6b7169203331-01`, undefined],
    [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined],
    [`00-${traceId}-${'0'.repeat(16)}-01`, undefined],
    [`00-${traceId.toUpperCase()}-b7ad6b7169203331-01`, undefined],
    [` 00-${traceId}-b7ad6b7169203331-01`, undefined],
    ['', undefined],
    [7, undefined],
  ])('%j gives %s', (traceparent, expected) => {
    expect(traceIdOf({ traceparent })).toBe(expected);
  });
});

describe('for /metrics', () => {
  test('operations are counted under the Prometheus form of the names', async () => {
    const telemetry = await create(true);
    telemetry
      .start({ method: 'tools/call', toolName: 'read_note', requestId: '1', transport: 'tcp' })
      .end({ errorType: 'tool_error' });
    const text = telemetry.exposition() ?? '';
    expect(text).toContain(
      'mcp_server_operation_duration_seconds_count{mcp_method_name="tools/call",gen_ai_operation_name="execute_tool",gen_ai_tool_name="read_note",network_transport="tcp",network_protocol_name="http",network_protocol_version="1.1",error_type="tool_error"} 1\n',
    );
    expect(text).not.toContain('jsonrpc');
  });

  test('the exposition is pinned', () => {
    const histogram = createDurationHistogram();
    for (const seconds of [0.005, 0.01, 0.3, 400]) {
      histogram.record(seconds, { 'mcp.method.name': 'tools/list', 'network.transport': 'tcp' });
    }
    expect(histogram.exposition()).toMatchSnapshot();
  });

  test('a value cannot break out of its label, and is bounded', () => {
    const histogram = createDurationHistogram();
    histogram.record(1, { 'mcp.method.name': 'a"} 1\nevil{b="\\' });
    histogram.record(1, { 'mcp.protocol.version': 'x'.repeat(10_000) });
    const text = histogram.exposition();
    expect(text).toContain(String.raw`{mcp_method_name="a\"} 1\nevil{b=\"\\",le="1"} 1`);
    expect(text.length).toBeLessThan(10_000);
  });

  test('labels over the limit are counted together', () => {
    const histogram = createDurationHistogram();
    for (let index = 0; index < 2_500; index += 1) histogram.record(1, { 'gen_ai.tool.name': `t${index}` });
    const counts = histogram.exposition().match(/^\w+_count\{.*$/gm) ?? [];
    expect(counts).toHaveLength(2_001);
    expect(counts.at(-1)).toBe(
      'mcp_server_operation_duration_seconds_count{otel_metric_overflow="true"} 500',
    );
  });
});
