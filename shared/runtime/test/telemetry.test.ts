import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  type ClientKind,
  clientKinds,
  connect,
  expectFailure,
  startHttpServer,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';
import { type OtlpCollector, startOtlpCollector } from './support/otlp-collector.ts';

const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              status: z.object({ code: z.number(), message: z.string().optional() }),
              attributes: z.array(
                z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Every span that came to a collector: its name, what it says of a failure, and its other attributes. */
function spansAt(collector: OtlpCollector) {
  return collector
    .json('/v1/traces')
    .flatMap((body) => Traces.parse(body).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map(({ name, status, attributes }) => {
      const told = new Map(attributes.map(({ key, value }) => [key, value.stringValue]));
      return {
        name,
        status: status.code,
        error: told.get('error.type'),
        code: told.get('rpc.response.status_code'),
        tool: told.get('gen_ai.tool.name'),
        version: told.get('mcp.protocol.version'),
        transport: told.get('network.transport'),
      };
    });
}

async function ask(kind: ClientKind, client: Awaited<ReturnType<typeof connect>>): Promise<string[]> {
  await client.listTools();
  await client.callTool('read_note', { title: 'first' });
  await client.callTool('read_note', { title: 'none' });
  const refused = [
    () => client.callTool('reed_note'),
    () => client.request('resources/read', { uri: 'note:///none' }),
    () => client.request('prompts/get', { name: 'none' }),
  ];
  for (const one of refused) await expect(one()).rejects.toMatchObject({ code: -32_602 });
  await client.request('prompts/list');
  await client.request('resources/templates/list');
  return kind === 'v2-modern' ? ['server/discover'] : ['initialize'];
}

const expected = (begun: readonly string[]) => [
  ...begun.map((name) => ({ name, status: 0 })),
  { name: 'tools/list', status: 0 },
  { name: 'tools/call read_note', status: 0, tool: 'read_note' },
  { name: 'tools/call read_note', status: 2, tool: 'read_note', error: 'tool_error' },
  // A name that a caller made up is in no label.
  { name: 'tools/call', status: 0, code: '-32602' },
  { name: 'resources/read', status: 0, code: '-32602' },
  { name: 'prompts/get', status: 0, code: '-32602' },
  { name: 'prompts/list', status: 0 },
  { name: 'resources/templates/list', status: 0 },
];

const otlp = ({ endpoint }: OtlpCollector) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
});

const blank = { error: undefined, code: undefined, tool: undefined };

test.each(clientKinds)('%s on stdio: every request is a span', async (kind) => {
  await using folder = await notesFolder();
  const collector = await startOtlpCollector();
  const { env, ...command } = folder.command();
  let begun: string[] = [];
  {
    await using client = await connect(kind, {
      command: { ...command, env: { ...env, ...otlp(collector) } },
    });
    begun = await ask(kind, client);
  }
  await expect.poll(() => spansAt(collector).length, { timeout: 30_000 }).toBeGreaterThan(8);
  expect(spansAt(collector)).toEqual(
    expected(begun).map((span) => ({
      ...blank,
      ...span,
      version: versionOf(kind, span.name),
      transport: 'pipe',
    })),
  );
  await collector.stop();
});

test.each(clientKinds)('%s over HTTP: every request is counted', async (kind) => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command());
  await using client = await connect(kind, { url: http.url });
  const begun = await ask(kind, client);
  const text = await (await fetch(`${http.origin}/metrics`)).text();
  for (const { name, error, code, tool } of expected(begun).map((span) => ({ ...blank, ...span }))) {
    const labels = [
      `mcp_method_name="${name.split(' ')[0]}"`,
      ...(tool ? [`gen_ai_operation_name="execute_tool",gen_ai_tool_name="${tool}"`] : []),
      ...(versionOf(kind, name) ? [`mcp_protocol_version="${versionOf(kind, name)}"`] : []),
      'network_transport="tcp",network_protocol_name="http",network_protocol_version="1.1"',
      ...(error ? [`error_type="${error}"`] : []),
      ...(code ? [`rpc_response_status_code="${code}"`] : []),
    ];
    expect(counts(text)).toContain(`{${labels.join(',')}} 1`);
  }
});

test('a call of no tool that is over the limit counts as one that failed', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command('--rate-limit', '1/min'));
  await using client = await connect('v2-modern', { url: http.url });
  await client.callTool('read_note', { title: 'first' });
  expectFailure(await client.callTool('reed_note'), 'rate_limited');
  const text = await (await fetch(`${http.origin}/metrics`)).text();
  const calls = counts(text).filter((line) => line.includes('tools/call') && line.includes('error_type'));
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatch(/error_type="tool_error"\} 1$/);
  expect(calls[0]).not.toContain('reed_note');
});

const counts = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.includes('_count{'))
    .map((line) => line.slice(line.indexOf('{')));

/** Undefined as long as none is agreed on. */
function versionOf(kind: ClientKind, name: string): string | undefined {
  if (kind === 'v2-modern') return '2026-07-28';
  return name === 'initialize' ? undefined : '2025-11-25';
}
