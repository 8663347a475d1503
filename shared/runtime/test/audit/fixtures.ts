import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditOptions, createAudit } from '../../src/audit/audit.ts';
import { parseObject } from '../../src/audit/chain.ts';
import type { Audit, AuditCall } from '../../src/audit/types.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** A folder that goes away when the scope ends. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'portolan-audit-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export const readCall: AuditCall = {
  server: 'filesystem',
  method: 'tools/call',
  target: 'read_file',
  effect: 'read',
  caller: { id: 'local', kind: 'local' },
  arguments: { path: '/data/a.txt' },
  traceId: '0af7651916cd43dd8448eb211c80319c',
};

export const writeCall: AuditCall = { ...readCall, target: 'write_file', effect: 'write' };

/** An audit with what a test need not say; `logged` collects its log lines. */
export function startAudit(options: Partial<AuditOptions> & { destination: string }) {
  const logged: string[] = [];
  const log = createLogger('debug', (line) => logged.push(line));
  const audit = createAudit({ server: 'filesystem', redactor: createRedactor(), log, ...options });
  return { audit, logged };
}

/** Runs a whole call. */
export async function record(audit: Audit, call: AuditCall): Promise<void> {
  const entry = await audit.open(call);
  await entry.close({ status: 'ok', durationMs: 1.5, resultBytes: 10 });
}

/** The records of a log's text; throws on a line that is none. */
export function parseRecords(text: string) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = parseObject(line);
      if (fields === undefined) throw new Error(`not a record: ${line.slice(0, 100)}`);
      return fields;
    });
}
