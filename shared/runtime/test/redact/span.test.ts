import { expect, it, vi } from 'vitest';
import { assemble } from '../../src/assembly/assemble.ts';
import { createHttpEndpoint } from '../../src/protocol/http-endpoint.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { startOtlpCollector } from '../support/otlp-collector.ts';
import { serverOfThings } from '../support/things.ts';

const server = serverOfThings({ read: async (_variables, _context, uri) => [{ uri, text: 'read' }] });

it('exports no secret that a URI holds', async () => {
  const collector = await startOtlpCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.endpoint);
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
  const token = `ghp_${'0aB'.repeat(12)}`;
  const argv = ['--audit', 'off', '--log-level', 'error'];
  const assembly = await assemble(server, await loadSettings(server, { argv, env: {} }));
  const endpoint = createHttpEndpoint({ ...assembly, rounds: await assembly.rounds() });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const answer = await endpoint.fetch(new Request('http://localhost/mcp', { method: 'POST', headers }), {
    parsedBody: { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: `thing:///${token}` } },
  });
  expect(await answer.text()).toContain('read');
  await endpoint.close();
  await assembly.close();
  const exported = JSON.stringify(collector.json('/v1/traces'));
  expect(exported).toContain('thing:///[redacted:github_token]');
  expect(exported).not.toContain(token);
  vi.unstubAllEnvs();
  await collector.stop();
});
