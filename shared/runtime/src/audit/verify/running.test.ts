import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCall, record, startAudit, temporaryFolder, writeCall } from '../../../test/audit/fixtures.ts';
import { signAfterMs } from '../checkpoint.ts';
import type { FindingKind } from './finding.ts';
import { renderReport } from './render-report.ts';
import { verifyAuditFile } from './verify.ts';

/** A log with a key whose server runs, after so many records. */
async function startLog(folder: string, { records, every = 1000 }: { records: number; every?: number }) {
  const file = join(folder, 'audit.jsonl');
  const keyFile = join(folder, 'key.pem');
  const { audit } = startAudit({ destination: file, checkpoint: { keyFile, every } });
  await audit.ready();
  for (let count = 0; count < records; count += 2) await record(audit, writeCall);
  const publicKey = await readFile(`${keyFile}.pub`, 'utf8');
  return { file, audit, verify: () => verifyAuditFile(file, { publicKey }) };
}

/** Leaves the first lines of a file. */
async function cut(file: string, lines: number): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.split('\n').slice(0, lines).join('\n').replace(/$/, '\n'));
}

/** A part of a pair of intent and outcome may be cut off as well; that is another finding. */
const tampered = (kind: FindingKind) => ({
  verdict: 'tampered',
  findings: expect.arrayContaining([expect.objectContaining({ kind })]),
});

describe('the log of a running server', () => {
  it.each([
    ['before its first record', 0, 0],
    ['before its end is signed', 6, 0],
    ['after some of it is signed', 1100, 1000],
  ])('is whole so far, %s', async (_when, records, lastSeq) => {
    await using folder = await temporaryFolder();
    const { audit, verify } = await startLog(folder.path, { records });
    const report = await verify();
    expect(report).toMatchObject({ ok: true, verdict: 'being_written', checkpoints: { signed: true } });
    expect(report.checkpoints.lastSeq).toBeGreaterThanOrEqual(lastSeq);
    expect(renderReport(report)).toContain(`Process ${process.pid} on `);
    await audit.close();
    expect(await verify()).toMatchObject({ verdict: 'ok', findings: [] });
  });

  it('can be checked while it grows and is rotated', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'audit.jsonl');
    const keyFile = join(folder.path, 'key.pem');
    const { audit } = startAudit({ destination: file, rotateBytes: 4000, checkpoint: { keyFile, every: 3 } });
    await record(audit, writeCall);
    const publicKey = await readFile(`${keyFile}.pub`, 'utf8');
    let writing = true;
    const writer = (async () => {
      for (let count = 0; writing; count++) await record(audit, { ...writeCall, arguments: { count } });
    })();
    const reports = [];
    // Looks enough, over rotations enough, however fast either goes here.
    while (reports.length < 25 || (reports.at(-1)?.files.length ?? 0) < 5) {
      reports.push(await verifyAuditFile(file, { publicKey }));
    }
    writing = false;
    await writer;
    await audit.close();
    expect(reports.filter(({ ok }) => !ok)).toEqual([]);
    expect(await verifyAuditFile(file, { publicKey })).toMatchObject({ verdict: 'ok' });
  });
});

describe('whoever cuts the log of a running server', () => {
  it('is found at once where the end was signed', async () => {
    await using folder = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 12, every: 4 });
    await cut(file, 5);
    expect(await verify()).toMatchObject(tampered('truncation'));
    await audit.close();
  });

  it('is found by the next record, or as the server ends, where it was not yet', async () => {
    await using folder = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 6 });
    await cut(file, 4);
    await record(audit, readCall);
    await audit.close();
    expect(await verify()).toMatchObject(tampered('deletion'));

    await using other = await temporaryFolder();
    const ended = await startLog(other.path, { records: 6 });
    await ended.audit.ready();
    await cut(ended.file, 4);
    await ended.audit.close();
    expect(await ended.verify()).toMatchObject(tampered('truncation'));
  });

  it.each([
    ['deletes', (file: string) => rm(file)],
    ['empties', (file: string) => truncate(file, 0)],
  ])('and %s the checkpoints is found', async (_how, remove) => {
    await using folder = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 6, every: 4 });
    await remove(`${file}.checkpoint`);
    await cut(file, 2);
    expect(await verify()).toMatchObject(tampered('checkpoint_invalid'));
    await audit.close();
  });

  it('and puts another log in its place is found', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 6 });
    const theirs = await startLog(other.path, { records: 4 });
    await writeFile(file, await readFile(theirs.file));
    expect(await verify()).toMatchObject(tampered('checkpoint_mismatch'));
    await audit.close();
    await theirs.audit.close();
  });
});

describe('an end that nobody signed', () => {
  it('is proven by nothing, though log and checkpoints fit each other', async () => {
    await using folder = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 12, every: 4 });
    await audit.close();
    await cut(file, 8);
    const checkpoints = (await readFile(`${file}.checkpoint`, 'utf8')).split('\n');
    const upTo = checkpoints.findLastIndex((line) => /"seq":[0-8],/.test(line));
    await writeFile(`${file}.checkpoint`, `${checkpoints.slice(0, upTo + 1).join('\n')}\n`);
    const report = await verify();
    expect(report).toMatchObject({ ok: false, verdict: 'unproven', findings: [{ kind: 'unsigned_end' }] });
    expect(renderReport(report)).toMatch(/^UNPROVEN END: 8 records/);
  });

  it('is one that was written to after it was closed', async () => {
    await using folder = await temporaryFolder();
    const { file, audit, verify } = await startLog(folder.path, { records: 6 });
    await audit.close();
    const { audit: unsigned } = startAudit({ destination: file });
    await record(unsigned, writeCall);
    expect(await verify()).toMatchObject({ verdict: 'unproven' });
    await unsigned.close();
    expect(await verify()).toMatchObject({ verdict: 'unproven' });
  });

  describe('by a server that should have', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
    afterEach(() => void vi.useRealTimers());

    it('is not taken for one that is being written', async () => {
      await using folder = await temporaryFolder();
      const { audit, verify } = await startLog(folder.path, { records: 6 });
      expect(await verify()).toMatchObject({ verdict: 'being_written' });
      vi.setSystemTime(Date.now() + 10 * signAfterMs);
      expect(await verify()).toMatchObject({ verdict: 'unproven' });
      await audit.close();
    });
  });
});

describe('a server that has nothing to do', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('signs the end of its log by itself', async () => {
    await using folder = await temporaryFolder();
    const { audit, verify } = await startLog(folder.path, { records: 6 });
    await audit.ready();
    expect(await verify()).toMatchObject({ records: 6, checkpoints: { lastSeq: 0 } });
    await vi.advanceTimersByTimeAsync(signAfterMs);
    vi.useRealTimers();
    await expect.poll(async () => (await verify()).checkpoints.lastSeq).toBe(6);
    await audit.close();
    expect(await verify()).toMatchObject({ verdict: 'ok', findings: [] });
  });
});
