import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, startHttpServer, type TestClient } from '../../testing/src/index.ts';
import { verifyAuditFile } from '../src/audit/verify/verify.ts';
import { parseRecords } from './audit/fixtures.ts';
import { smallDisk } from './audit/small-disk.ts';
import { notesFolder } from './support/notes.ts';

const reads = 60;

/** Reads side by side, more than what is left of a full disk takes records of; how many were answered. */
async function readMany(client: TestClient): Promise<{ answered: number; refused: number }> {
  const results = await Promise.all(
    Array.from({ length: reads }, () => client.callTool('read_note', { title: 'first' })),
  );
  const refused = results.filter(({ isError }) => isError);
  for (const { content } of refused) expect(JSON.stringify(content)).toContain('audit_unavailable');
  return { answered: results.length - refused.length, refused: refused.length };
}

const recordedAs = (file: string) => async (outcome: Readonly<Record<string, string>>) =>
  parseRecords(await readFile(file, 'utf8')).filter((fields) =>
    Object.entries(outcome).every(([name, value]) => fields[name] === value),
  ).length;

test.each([
  ['v1', 'stdio'],
  ['v2-modern', 'stdio'],
  ['v2-legacy', 'http'],
  ['v2-modern', 'http'],
] as const)(
  '--audit-required all answers %s over %s nothing whose record the disk did not take',
  async (kind, transport) => {
    await using disk = await smallDisk();
    await using folder = await notesFolder();
    const file = join(disk.path, 'audit.jsonl');
    const recorded = recordedAs(file);
    const command = folder.command('--audit', file, '--audit-required', 'all');
    await using http = transport === 'http' ? await startHttpServer(command) : undefined;
    await using client = await connect(kind, http ?? { command });
    expect(await readMany(client)).toEqual({ answered: reads, refused: 0 });
    // No time for the records to come late: they are there with the answers.
    expect(await recorded({ phase: 'call', status: 'ok' })).toBe(reads);

    await disk.fill();
    const { answered, refused } = await readMany(client);
    expect(refused).toBeGreaterThan(reads / 2);
    expect(await recorded({ phase: 'call', status: 'ok' })).toBe(reads + answered);
    // A refusal is an answer as well.
    const unknown = await client.callTool('no_such_note', {});
    expect(JSON.stringify(unknown)).toContain('audit_unavailable');

    await disk.empty();
    expect(await readMany(client)).toEqual({ answered: reads, refused: 0 });
    expect(await recorded({ phase: 'call', status: 'ok' })).toBe(2 * reads + answered);
    expect(await recorded({ errorCode: 'audit_unavailable' })).toBeGreaterThanOrEqual(refused);
    expect(await verifyAuditFile(file)).toMatchObject({ ok: true });
  },
);
