import { newChain, parseLine } from '../chain.ts';
import type { AuditSink } from '../sink.ts';

const timeoutMs = 5000;

/**
 * Sends each record as an OTLP log record: POST of OTLP/JSON to `<address>/v1/logs`. The body is the whole
 * line, so the chain can be checked from what the collector kept. A chain begins with the process, and
 * anew after a failed request, of which nobody knows whether it arrived.
 *
 * @param address `otlp+http://host:4318` or `otlp+https://…`; a path is kept, credentials become basic authentication
 */
export function createOtlpSink(address: URL, server: string): AuditSink {
  const target = new URL(address.href.replace(/^otlp\+/, ''));
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (target.username !== '') {
    const login = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
    headers.authorization = `Basic ${Buffer.from(login).toString('base64')}`;
    target.username = '';
    target.password = '';
  }
  if (!target.pathname.endsWith('/v1/logs'))
    target.pathname = `${target.pathname.replace(/\/$/, '')}/v1/logs`;
  const send = async (body: object) => {
    const response = await fetch(target, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`The OTLP collector answered ${response.status}.`);
  };
  let ready = false;
  return {
    name: target.origin,
    async prepare() {
      if (ready) return undefined;
      // OTLP has a collector take a request without data, so this tells whether it takes any.
      await send({ resourceLogs: [] });
      ready = true;
      return { head: newChain() };
    },
    async append({ lines }) {
      ready = false;
      await send(request(lines, server));
      ready = true;
    },
    close: async () => {},
  };
}

/** OTLP 1.x `ExportLogsServiceRequest` in its JSON form; severity 9 is INFO. */
function request(lines: readonly string[], server: string) {
  const logRecords = lines.map((line) => {
    const text = line.trimEnd();
    const { time, phase } = parseLine(text)?.fields ?? {};
    return {
      timeUnixNano: `${Date.parse(String(time))}000000`,
      severityNumber: 9,
      severityText: 'INFO',
      body: { stringValue: text },
      attributes: [
        { key: 'event.name', value: { stringValue: 'portolan.audit' } },
        { key: 'portolan.audit.phase', value: { stringValue: String(phase) } },
      ],
    };
  });
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: server } }] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'portolan.audit' }, logRecords }] }] };
}
