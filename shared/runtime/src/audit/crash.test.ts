import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { record, startAudit, temporaryFolder, writeCall } from '../../test/audit/fixtures.ts';
import { verifyAuditFile } from './verify/verify.ts';

const writer = fileURLToPath(new URL('../../test/audit/writer.ts', import.meta.url));
const rounds = 20;

/** Runs the writer until its first acknowledgement. */
async function startWriter(file: string) {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  await once(child.stdout, 'readable');
  /** Kills it at a random moment and returns what it acknowledged. */
  return async (): Promise<string[]> => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill('SIGKILL');
    return (await output).split('\n').slice(0, -1);
  };
}

it('keeps the chains of processes apart that write side by side and are killed', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round++) {
    const writers = await Promise.all([1, 2, 3].map(() => startWriter(file)));
    acknowledged.push(...(await Promise.all(writers.map((kill) => kill()))).flat());
  }
  const names = (await readdir(folder.path)).filter((name) => name.endsWith('.jsonl')).sort();
  expect(names).toEqual(['audit-2.jsonl', 'audit-3.jsonl', 'audit.jsonl']);
  const logs = names.map((name) => join(folder.path, name));
  for (const log of logs) expect(await verifyAuditFile(log)).toMatchObject({ ok: true });
  const text = (await Promise.all(logs.map((log) => readFile(log, 'utf8')))).join('');
  expect(acknowledged.length).toBeGreaterThan(12);
  expect(acknowledged.filter((mark) => !text.includes(`"mark":"${mark}"`))).toEqual([]);
});

it('loses no acknowledged write to kill -9, and the file verifies', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const kill = await startWriter(file);
    acknowledged.push(...(await kill()));
    const report = await verifyAuditFile(file);
    expect(report.findings.filter(({ severity }) => severity === 'tampering')).toEqual([]);
  }
  const { audit } = startAudit({ destination: file });
  await record(audit, writeCall);
  await audit.close();
  const log = await readFile(file, 'utf8');
  expect(acknowledged.length).toBeGreaterThan(rounds);
  expect(acknowledged.filter((mark) => !log.includes(`"mark":"${mark}"`))).toEqual([]);
  expect((await verifyAuditFile(file)).ok).toBe(true);
});
