import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseRecords,
  readCall,
  record,
  startAudit,
  temporaryFolder,
  writeCall,
} from '../../test/audit/fixtures.ts';
import { smallDisk } from '../../test/audit/small-disk.ts';
import { parseLine } from './chain.ts';
import { verifyAuditFile } from './verify/verify.ts';

describe('a full disk', () => {
  it('refuses writes, keeps outcomes and reads, says so, and catches up when there is space', async () => {
    await using disk = await smallDisk();
    const file = join(disk.path, 'audit.jsonl');
    const { audit, logged } = startAudit({ destination: file });
    const inFlight = await audit.open(writeCall);
    await disk.fill();
    // What is left of the last block is used up first, so the first refusal comes after some records.
    const refused = await untilRefused(() => record(audit, writeCall));
    expect(refused).toMatchObject({ code: 'audit_unavailable', message: expect.stringContaining('ENOSPC') });
    await inFlight.close({ status: 'ok', durationMs: 5 });
    for (let count = 0; count < 5; count++) await record(audit, readCall);
    await expect(record(audit, writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(audit.status()).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/ENOSPC; \d+ records wait/),
    });
    expect(logged.filter((line) => line.includes('cannot be written'))).toHaveLength(1);

    await disk.empty();
    await record(audit, writeCall);
    expect(audit.status().ok).toBe(true);
    await audit.close();
    const report = await verifyAuditFile(file);
    expect(report).toMatchObject({ ok: true, findings: [{ kind: 'sink_failure' }] });
    const records = parseRecords(await readFile(file, 'utf8'));
    expect(records.filter(({ phase }) => phase === 'call')).toHaveLength(5);
    expect(records.find(({ phase }) => phase === 'recovered')).toMatchObject({ refused: 2, lost: 0 });
    const intents = records.filter(({ phase }) => phase === 'intent').map(({ id }) => id);
    const outcomes = records.filter(({ phase }) => phase === 'outcome').map(({ id }) => id);
    expect(new Set(outcomes)).toEqual(new Set(intents));
  });

  it('catches up by itself, without a further call', async () => {
    await using disk = await smallDisk();
    const file = join(disk.path, 'audit.jsonl');
    const { audit } = startAudit({ destination: file });
    await audit.ready();
    await disk.fill();
    await untilRefused(() => record(audit, writeCall));
    await record(audit, readCall);
    await disk.empty();
    await expect.poll(() => audit.status().ok).toBe(true);
    await audit.close();
    expect(await verifyAuditFile(file)).toMatchObject({ ok: true });
  });

  it('hands what it could not write to the log when it must close', async () => {
    await using disk = await smallDisk();
    const { audit, logged } = startAudit({ destination: join(disk.path, 'audit.jsonl') });
    const inFlight = await audit.open(writeCall);
    await disk.fill();
    await untilRefused(() => record(audit, writeCall));
    await inFlight.close({ status: 'error', errorCode: 'no_space', durationMs: 1 });
    await audit.close();
    expect(logged.filter((line) => line.includes('audit record not written'))).toContainEqual(
      expect.stringContaining('"errorCode":"no_space"'),
    );
  });

  it('withholds the answer of a write whose outcome must be recorded first, and keeps the outcome', async () => {
    await using disk = await smallDisk();
    const file = join(disk.path, 'audit.jsonl');
    const { audit } = startAudit({ destination: file, failClosed: 'all' });
    const running = await Promise.all(Array.from({ length: 20 }, () => audit.open(writeCall)));
    await disk.fill();
    const ends = await Promise.allSettled(
      running.map((entry) => entry.close({ status: 'ok', durationMs: 1 })),
    );
    const withheld = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason);
    // What is left of the last block takes a few of the records.
    expect(withheld.length).toBeGreaterThan(10);
    expect(withheld[0]).toMatchObject({
      code: 'audit_unavailable',
      message: expect.stringMatching(/^The call ran, but .*ENOSPC/),
      next: expect.stringContaining('Do not repeat it'),
    });
    await disk.empty();
    await audit.close();
    const records = parseRecords(await readFile(file, 'utf8'));
    expect(records.filter(({ phase }) => phase === 'outcome')).toHaveLength(20);
    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, findings: [{ kind: 'sink_failure' }] });
  });

  async function untilRefused(call: () => Promise<void>): Promise<unknown> {
    for (let count = 0; count < 100; count++) {
      try {
        await call();
      } catch (error) {
        return error;
      }
    }
    throw new Error('the disk is not full');
  }
});

describe('/dev/full', () => {
  it('refuses writes and lets reads go on', async () => {
    const { audit } = startAudit({ destination: '/dev/full', key: 'k'.repeat(32) });
    await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await record(audit, readCall);
    expect(audit.status()).toMatchObject({ ok: false, detail: expect.stringContaining('/dev/full') });
    await audit.close();
  });

  it('refuses reads as well when the operator wants it so', async () => {
    const { audit } = startAudit({ destination: '/dev/full', key: 'k'.repeat(32), failClosed: 'all' });
    await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(audit.open(readCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await audit.close();
  });
});

describe('a pipe', () => {
  it('that nobody reads refuses what does not fit, keeps what did, and goes on when it is read', async () => {
    await using folder = await temporaryFolder();
    const destination = join(folder.path, 'audit.pipe');
    execFileSync('mkfifo', [destination]);
    const { audit } = startAudit({ destination, key: 'k'.repeat(32), failClosed: 'all' });
    let taken = 0;
    const takeUntilRefused = async () => {
      // A pipe holds 64 KiB, and a record has some 400 bytes.
      for (; taken < 1_000; taken++) await record(audit, readCall);
    };
    await expect(takeUntilRefused()).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(audit.status()).toMatchObject({ ok: false, detail: expect.stringContaining('Nobody reads') });
    const reader = createReadStream(destination, 'utf8');
    const ended = once(reader, 'end');
    let text = '';
    reader.on('data', (part) => {
      text += part;
    });
    await expect.poll(() => text.split('\n').length).toBeGreaterThan(taken);
    await record(audit, writeCall);
    await audit.close();
    await ended;
    const lines = text.split('\n').filter((line) => line !== '');
    const records = lines.flatMap((line) => parseLine(line) ?? []);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(records.length).toBeGreaterThan(taken);
    // At most the one that was cut short.
    expect(lines.length - records.length).toBeLessThanOrEqual(1);
  });

  it('that took a part of many records shows the next ones whole', async () => {
    await using folder = await temporaryFolder();
    const destination = join(folder.path, 'audit.pipe');
    execFileSync('mkfifo', [destination]);
    const { audit } = startAudit({ destination, key: 'k'.repeat(32), failClosed: 'all' });
    const many = Array.from({ length: 500 }, () => record(audit, readCall));
    const settled = await Promise.allSettled(many);
    expect(settled.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    const reader = createReadStream(destination, 'utf8');
    const ended = once(reader, 'end');
    let text = '';
    reader.on('data', (part) => {
      text += part;
    });
    await expect.poll(() => text).toContain('"refused"');
    await audit.close();
    await ended;
    const torn = text.split('\n').filter((line) => line !== '' && parseLine(line) === undefined);
    expect(torn.length).toBeLessThanOrEqual(1);
    expect(torn.join()).not.toContain('"refused"');
  });
});

it('refuses the very first read when the sink cannot be opened and reads fail closed', async () => {
  await using folder = await temporaryFolder();
  const { audit } = startAudit({ destination: folder.path, failClosed: 'all', key: 'k'.repeat(32) });
  await expect(audit.open(readCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
  await audit.close();
});

it('refuses writes while the key file is damaged, and takes the repaired one', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  await writeFile(`${file}.key`, 'not a key');
  const { audit } = startAudit({ destination: file });
  await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
  await record(audit, readCall);
  expect(audit.status().ok).toBe(false);
  await rm(`${file}.key`);
  await record(audit, writeCall);
  expect(audit.status().ok).toBe(true);
  await audit.close();
});

it('says once that checkpoints cannot be signed, and signs again when they can be', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const keyFile = join(folder.path, 'key.pem');
  await writeFile(keyFile, 'not a key');
  const { audit, logged } = startAudit({ destination: file, checkpoint: { keyFile, every: 2 } });
  for (let count = 0; count < 10; count++) await record(audit, writeCall);
  expect(logged.filter((line) => line.includes('checkpoint cannot be written'))).toHaveLength(1);
  await rm(keyFile);
  for (let count = 0; count < 4; count++) await record(audit, writeCall);
  await audit.close();
  const publicKey = await readFile(`${keyFile}.pub`, 'utf8');
  expect(await verifyAuditFile(file, { publicKey })).toMatchObject({
    ok: true,
    checkpoints: { signed: true },
  });
});
