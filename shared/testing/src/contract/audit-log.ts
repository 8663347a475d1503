import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@portolan/runtime';
import * as z from 'zod';

const AuditRecord = z.looseObject({
  seq: z.int(),
  id: z.string(),
  phase: z.enum(['call', 'intent', 'outcome']),
  target: z.string(),
  effect: z.enum(['read', 'write', 'destroy']).optional(),
  hash: z.string(),
  status: z.string().optional(),
  errorCode: z.string().optional(),
  durationMs: z.number().optional(),
});

/** The parts of an audit record that tests look at; an `intent` has no status and no duration yet. */
export type AuditRecord = z.output<typeof AuditRecord>;

/** The records of calls in an audit file; not its checkpoints and notes. */
export async function auditRecords(file: string): Promise<readonly AuditRecord[]> {
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  return content
    .split('\n')
    .filter((line) => /"phase":"(call|intent|outcome)"/.test(line))
    .map((line) => AuditRecord.parse(JSON.parse(line)));
}

/** Waits, up to a minute, until the records hold what is wanted. */
export async function awaitRecord(
  file: string,
  wanted: (record: AuditRecord) => boolean,
): Promise<AuditRecord> {
  const until = Date.now() + 60_000;
  for (;;) {
    const records = await auditRecords(file);
    const found = records.find(wanted);
    if (found) return found;
    if (Date.now() > until) throw new Error(`No such audit record among ${JSON.stringify(records)}`);
    await sleep(20);
  }
}
