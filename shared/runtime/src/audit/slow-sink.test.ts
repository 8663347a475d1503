import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseRecords, readCall, record, temporaryFolder, writeCall } from '../../test/audit/fixtures.ts';
import { createRedactor } from '../redact/redactor.ts';
import { createLogger } from '../telemetry/logger.ts';
import { ephemeralKey } from './arguments-key.ts';
import { type AuditOptions, createAuditOn } from './audit.ts';
import type { AuditSink } from './sink.ts';
import { createFileSink } from './sinks/file.ts';
import { verifyAuditFile } from './verify/verify.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** An audit log on a disk that can hang, as one over a network does: what is written waits. */
async function startAudit(options: Pick<AuditOptions, 'failClosed'> = {}) {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'audit.jsonl');
  const logged: string[] = [];
  const log = createLogger('error', (line) => logged.push(line));
  const file = createFileSink({ path, log });
  let disk = Promise.resolve();
  let goOn = () => {};
  const sink: AuditSink = {
    name: path,
    prepare: (last) => file.prepare(last),
    append: (batch) => disk.then(() => file.append(batch)),
    close: (last) => file.close(last),
  };
  const settings = { server: 'filesystem', redactor: createRedactor(), log, ...options };
  return {
    audit: createAuditOn(sink, settings, async () => ephemeralKey()),
    path,
    logged,
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>();
      disk = promise;
      goOn = resolve;
    },
    goOn: () => goOn(),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const seen = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 10_000 });

const unavailable = { code: 'audit_unavailable' };

/** Opens a write while the disk hangs, until that is said. */
async function openUntilRefused({ audit }: Awaited<ReturnType<typeof startAudit>>) {
  const refused = expect(audit.open(writeCall)).rejects.toMatchObject({
    ...unavailable,
    message: expect.stringContaining('a write has not ended in 15 s'),
  });
  await vi.advanceTimersByTimeAsync(15_000);
  await refused;
}

it('refuses writes while the disk hangs, goes on with reads, and tells all of it afterwards', async () => {
  await using started = await startAudit();
  const { audit, path, hang, goOn } = started;
  const before = await audit.open(writeCall);
  hang();
  await openUntilRefused(started);
  await expect(audit.open(writeCall)).rejects.toMatchObject(unavailable);
  await before.close({ status: 'ok', durationMs: 1 });
  await record(audit, readCall);
  expect(audit.status().ok).toBe(false);
  goOn();
  await seen(() => audit.status().ok);
  await audit.close();
  const records = parseRecords(await readFile(path, 'utf8'));
  expect(records).toMatchObject([
    { phase: 'intent' },
    { phase: 'intent' },
    { phase: 'recovered', reason: 'sink_failure', refused: 1, lost: 0 },
    { phase: 'outcome', id: records[0]?.id, status: 'ok' },
    { phase: 'call' },
    { phase: 'outcome', id: records[1]?.id, status: 'error', errorCode: 'audit_unavailable' },
  ]);
  expect((await verifyAuditFile(path)).ok).toBe(true);
});

it('withholds reads too where every answer waits for its record', async () => {
  await using started = await startAudit({ failClosed: 'all' });
  const { audit, hang, goOn } = started;
  await record(audit, readCall);
  hang();
  await openUntilRefused(started);
  await expect(audit.open(readCall)).rejects.toMatchObject(unavailable);
  goOn();
  await seen(() => audit.status().ok);
  await record(audit, readCall);
  await audit.close();
});

it('says at its end what a disk that still hangs has not taken', async () => {
  await using started = await startAudit();
  const { audit, hang, goOn, logged } = started;
  await record(audit, readCall);
  hang();
  await openUntilRefused(started);
  await record(audit, readCall);
  const closed = audit.close();
  await seen(() => logged.some((line) => line.includes('audit record not written')));
  // The write that hangs has a read and the intent, and a read came later.
  expect(logged.filter((line) => line.includes('audit record not written'))).toHaveLength(3);
  goOn();
  await closed;
});
