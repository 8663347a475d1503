import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { record, startAudit, temporaryFolder, writeCall } from './testing/fixtures.ts';
import { verifyAuditFile } from './verify/verify.ts';

const writer = fileURLToPath(new URL('./testing/writer.ts', import.meta.url));
const rounds = 20;

/** Runs the writer until its first acknowledgement and a moment more, kills it, and returns what it acknowledged. */
async function runAndKill(file: string): Promise<string[]> {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  await once(child.stdout, 'readable');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  child.kill('SIGKILL');
  const whole = (await output).split('\n');
  return whole.slice(0, -1);
}

it('loses no acknowledged write to kill -9, and the file verifies', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await runAndKill(file)));
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
