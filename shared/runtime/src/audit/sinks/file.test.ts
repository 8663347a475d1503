import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  parseRecords,
  readCall,
  record,
  startAudit,
  temporaryFolder,
  writeCall,
} from '../../../test/audit/fixtures.ts';
import { verifyAuditFile } from '../verify/verify.ts';

async function writeSome(destination: string, calls: number): Promise<void> {
  const { audit } = startAudit({ destination });
  for (let count = 0; count < calls; count++) await record(audit, count % 2 === 0 ? writeCall : readCall);
  await audit.close();
}

it('goes on with the chain of an existing file, reading only its end', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await writeSome(file, 3);
  await writeSome(file, 3);
  const records = parseRecords(await readFile(file, 'utf8'));
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
  expect(new Set(records.map(({ chain }) => chain)).size).toBe(1);
  expect(await verifyAuditFile(file)).toMatchObject({ ok: true, findings: [] });
});

it.each([1, 40, 200])('marks a last line that lost %i bytes, and still verifies', async (lost) => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await writeSome(file, 4);
  const size = (await stat(file)).size;
  await truncate(file, size - lost);
  await writeSome(file, 2);
  await writeSome(file, 2);
  const report = await verifyAuditFile(file);
  expect(report.ok).toBe(true);
  // Without the line feed alone the record is whole: nothing is torn.
  expect(report.findings.map(({ kind }) => kind)).toEqual(lost === 1 ? [] : ['recovered']);
});

it('recovers from a tail of zeros, as a power cut can leave, and from a torn recovery', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await writeSome(file, 2);
  await appendFile(file, Buffer.concat([Buffer.alloc(100_000), Buffer.from([0xc3]), Buffer.from('\n{"arg')]));
  await writeSome(file, 2);
  const report = await verifyAuditFile(file);
  expect(report).toMatchObject({ ok: true, findings: [{ kind: 'recovered' }] });
});

it('recovers a file whose very first line was torn, and leaves a foreign file alone', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await writeFile(file, '{"arguments":{"pa');
  await writeSome(file, 1);
  expect(await verifyAuditFile(file)).toMatchObject({ ok: true, findings: [{ kind: 'recovered' }] });
  const notes = join(folder.path, 'notes.txt');
  await writeFile(notes, 'my notes\n');
  const { audit } = startAudit({ destination: notes });
  await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
  await audit.close();
  expect(await readFile(notes, 'utf8')).toBe('my notes\n');
});

it('gives each of several writers a file of its own, and the freed one to the next', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const audits = Array.from({ length: 5 }, () => startAudit({ destination: file }).audit);
  await Promise.all(audits.flatMap((audit) => Array.from({ length: 20 }, () => record(audit, writeCall))));
  await Promise.all(audits.map((audit) => audit.close()));
  await writeSome(file, 1);
  const logs = (await readdir(folder.path)).filter((name) => name.endsWith('.jsonl')).sort();
  expect(logs).toEqual(['audit-2.jsonl', 'audit-3.jsonl', 'audit-4.jsonl', 'audit-5.jsonl', 'audit.jsonl']);
  for (const name of logs)
    expect(await verifyAuditFile(join(folder.path, name))).toMatchObject({ ok: true, findings: [] });
  expect(parseRecords(await readFile(file, 'utf8'))).toHaveLength(42);
  expect((await readdir(folder.path)).filter((name) => name.includes('.lock'))).toEqual([]);
});

it('begins a new file that continues the chain when the log was moved away or deleted', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  await record(audit, writeCall);
  await rename(file, `${file}.1`);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await record(audit, writeCall);
  await audit.close();
  const report = await verifyAuditFile(file);
  expect(report).toMatchObject({ ok: true, files: [`${file}.1`, file], findings: [] });
  await rm(`${file}.1`);
  expect(await verifyAuditFile(file)).toMatchObject({
    ok: true,
    findings: [{ kind: 'earlier_file_missing' }],
  });
});

it('rotates by size with one chain over all files', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file, rotateBytes: 4000 });
  for (let count = 0; count < 30; count++) await record(audit, writeCall);
  await audit.close();
  const report = await verifyAuditFile(file);
  expect(report).toMatchObject({ ok: true, findings: [] });
  expect(report.files.length).toBeGreaterThan(4);
  await rm(`${file}.2`);
  await rename(`${file}.3`, `${file}.2`);
  for (let number = 4; number < report.files.length; number++)
    await rename(`${file}.${number}`, `${file}.${number - 1}`);
  expect((await verifyAuditFile(file)).findings.map(({ kind }) => kind)).toContain('deletion');
});

it('checks and goes on numbering rotated files after the oldest were taken away', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const write = async () => {
    const { audit } = startAudit({ destination: file, rotateBytes: 4000 });
    for (let count = 0; count < 30; count++) await record(audit, writeCall);
    await audit.close();
  };
  await write();
  const before = await verifyAuditFile(file);
  await rm(`${file}.1`);
  const without = await verifyAuditFile(file);
  expect(without).toMatchObject({ ok: true, findings: [{ kind: 'earlier_file_missing' }] });
  expect(without.files).toEqual(before.files.slice(1));

  await write();
  expect(await readdir(folder.path)).not.toContain('audit.jsonl.1');
  expect(await verifyAuditFile(file)).toMatchObject({
    ok: true,
    findings: [{ kind: 'earlier_file_missing' }],
  });

  const [, second = ''] = without.files;
  await writeFile(second, (await readFile(second, 'utf8')).replace('write_file', 'wrote_file'));
  expect((await verifyAuditFile(file)).findings.map(({ kind }) => kind)).toContain('edit');
});

it('signs a checkpoint by the record, over rotated files too', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const keyFile = join(folder.path, 'key.pem');
  const { audit } = startAudit({ destination: file, rotateBytes: 3000, checkpoint: { keyFile, every: 4 } });
  for (let count = 0; count < 20; count++) await record(audit, writeCall);
  await audit.close();
  const publicKey = await readFile(`${keyFile}.pub`, 'utf8');
  const report = await verifyAuditFile(file, { publicKey });
  expect(report).toMatchObject({
    ok: true,
    findings: [],
    checkpoints: { signed: true, lastSeq: report.head?.seq },
  });
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
});

it('makes the key of its checkpoints when it opens, with the public half beside it', async () => {
  await using folder = await temporaryFolder();
  const keyFile = join(folder.path, 'key.pem');
  const { audit } = startAudit({ destination: join(folder.path, 'audit.jsonl'), checkpoint: { keyFile } });
  await audit.ready();
  expect(await readFile(`${keyFile}.pub`, 'utf8')).toContain('BEGIN PUBLIC KEY');
  await audit.close();
});

it('is on disk soon, without being closed', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  await audit.ready();
  await record(audit, readCall);
  await expect.poll(() => readFile(file, 'utf8')).not.toBe('');
  await audit.close();
});

it('takes a folder in the way as a failure and works once it is gone', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await mkdir(file);
  const { audit } = startAudit({ destination: file });
  await audit.ready();
  expect(audit.status()).toMatchObject({ ok: false, detail: expect.stringContaining('EISDIR') });
  await rm(file, { recursive: true });
  await record(audit, writeCall);
  expect(audit.status().ok).toBe(true);
  await audit.close();
  expect(await verifyAuditFile(file)).toMatchObject({ ok: true });
});
