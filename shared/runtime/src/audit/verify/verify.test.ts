import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../../../testing/src/process/memory-of.ts';
import { readCall, record, startAudit, temporaryFolder, writeCall } from '../../../test/audit/fixtures.ts';
import { parseLine, recordHash } from '../chain.ts';
import type { FindingKind } from './finding.ts';
import { renderReport } from './render-report.ts';
import { verifyAuditFile } from './verify.ts';

/** Twelve records, by default reads alone, so that each line is a record of its own. */
async function makeLog(folder: string, call = readCall, records = 12): Promise<string> {
  const file = join(folder, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  for (let count = 0; count < records; count++) await record(audit, { ...call, arguments: { count } });
  await audit.close();
  return file;
}

/** The line with something else in it and a hash that fits, as somebody who knows the format would write it. */
function forge(line: string, change: (body: string) => string, previous: string): string {
  const parsed = parseLine(line);
  if (parsed === undefined) throw new Error('not a record');
  const body = change(parsed.body);
  return `${body.slice(0, -1)},"hash":"${recordHash(previous, body)}"}`;
}

const at = (lines: readonly string[], number: number) => lines[number - 1] ?? '';
const hashAt = (lines: readonly string[], number: number) => parseLine(at(lines, number))?.hash ?? '';

type Tampering = readonly [
  string,
  (lines: string[]) => string[],
  readonly (readonly [FindingKind, number])[],
];

const tamperings: readonly Tampering[] = [
  ['nothing', (l) => l, []],
  ['an edited field', (l) => l.with(4, at(l, 5).replace('read_file', 'edit_file')), [['edit', 5]]],
  [
    'one changed character in a hash',
    (l) =>
      l.with(
        4,
        at(l, 5).replace(/.("\})$/, (_, e) => `${hashAt(l, 5).endsWith('0') ? '1' : '0'}${e}`),
      ),
    [
      ['edit', 5],
      ['edit', 6],
    ],
  ],
  [
    'an edited field with a new hash',
    (l) =>
      l.with(
        4,
        forge(at(l, 5), (b) => b.replace('read_file', 'edit_file'), hashAt(l, 4)),
      ),
    [['edit', 6]],
  ],
  ['white space in a line', (l) => l.with(4, at(l, 5).replace(',', ', ')), [['edit', 5]]],
  [
    'a member added after the hash',
    (l) => l.with(4, `${at(l, 5).slice(0, -1)},"x":1}`),
    [
      ['edit', 5],
      ['deletion', 6],
    ],
  ],
  [
    'a line that is no record',
    (l) => l.with(4, 'garbage'),
    [
      ['edit', 5],
      ['deletion', 6],
    ],
  ],
  ['a deleted line', (l) => l.toSpliced(4, 1), [['deletion', 5]]],
  ['three deleted lines', (l) => l.toSpliced(4, 3), [['deletion', 5]]],
  ['a deleted first line', (l) => l.slice(1), [['deletion', 1]]],
  ['two swapped lines', (l) => l.with(4, at(l, 6)).with(5, at(l, 5)), [['reorder', 6]]],
  ['a line moved to the end', (l) => [...l.toSpliced(4, 1), at(l, 5)], [['reorder', 12]]],
  ['a line twice', (l) => l.toSpliced(5, 0, at(l, 5)), [['insertion', 6]]],
  ['an old line at the end', (l) => [...l, at(l, 3)], [['insertion', 13]]],
  [
    'an invented line with the next number',
    (l) => l.toSpliced(5, 0, at(l, 6).replace('read_file', 'x')),
    [['insertion', 6]],
  ],
  [
    'an invented line with a fitting hash',
    (l) =>
      l.toSpliced(
        5,
        0,
        forge(at(l, 6), (b) => b.replace('read_file', 'x'), hashAt(l, 5)),
      ),
    [['insertion', 7]],
  ],
  [
    'a line of another chain',
    (l) => l.toSpliced(5, 0, at(l, 6).replace(/"chain":"./, '"chain":"z')),
    [['insertion', 6]],
  ],
  [
    'an edit and a deletion',
    (l) => l.with(2, at(l, 3).replace('read', 'xxxx')).toSpliced(7, 1),
    [
      ['edit', 3],
      ['deletion', 8],
    ],
  ],
];

describe('every tampering is found, with its line', () => {
  it.each(tamperings)('%s', async (_name, tamper, expected) => {
    await using folder = await temporaryFolder();
    const file = await makeLog(folder.path);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${tamper(lines).join('\n')}\n`);
    const report = await verifyAuditFile(file);
    expect(report.findings.map(({ kind, line }) => [kind, line])).toEqual(expected);
    expect(report.ok).toBe(expected.length === 0);
  });

  it('any single changed byte', async () => {
    await using folder = await temporaryFolder();
    const file = await makeLog(folder.path, readCall, 4);
    const original = await readFile(file);
    for (let offset = 0; offset < original.length - 1; offset += 3) {
      const changed = Buffer.from(original);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      await writeFile(file, changed);
      expect((await verifyAuditFile(file)).ok, `byte ${offset}`).toBe(false);
    }
  });
});

describe('notices are no tampering', () => {
  it('a torn last line', async () => {
    await using folder = await temporaryFolder();
    const file = await makeLog(folder.path);
    await truncate(file, (await readFile(file)).length - 30);
    expect(await verifyAuditFile(file)).toMatchObject({
      ok: true,
      records: 11,
      findings: [{ kind: 'torn_tail', line: 12 }],
    });
  });

  it('a call whose outcome is not known', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'audit.jsonl');
    const { audit } = startAudit({ destination: file });
    await record(audit, writeCall);
    await audit.open(writeCall);
    await audit.close();
    expect(await verifyAuditFile(file)).toMatchObject({
      ok: true,
      findings: [{ kind: 'unknown_outcome', line: 3 }],
    });
  });

  it('but torn bytes that were changed, or removed, after the recovery are', async () => {
    await using folder = await temporaryFolder();
    const file = await makeLog(folder.path);
    await truncate(file, (await readFile(file)).length - 30);
    await makeLog(folder.path);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.with(11, at(lines, 12).replace('read_file', 'edit_file')).join('\n'));
    expect((await verifyAuditFile(file)).findings).toMatchObject([{ kind: 'edit', line: 12 }]);
    await writeFile(file, lines.toSpliced(11, 1).join('\n'));
    expect((await verifyAuditFile(file)).findings).toMatchObject([{ kind: 'deletion', line: 12 }]);
  });
});

describe('signed checkpoints', () => {
  async function makeSigned(folder: string) {
    const file = join(folder, 'audit.jsonl');
    const keyFile = join(folder, 'checkpoint-key.pem');
    const { audit } = startAudit({ destination: file, checkpoint: { keyFile, every: 5 } });
    for (let count = 0; count < 6; count++) await record(audit, writeCall);
    await audit.close();
    return { file, publicKey: await readFile(`${keyFile}.pub`, 'utf8') };
  }

  it('vouch for a whole log up to its end', async () => {
    await using folder = await temporaryFolder();
    const { file, publicKey } = await makeSigned(folder.path);
    const report = await verifyAuditFile(file, { publicKey });
    expect(report).toMatchObject({ ok: true, findings: [], checkpoints: { signed: true, lastSeq: 12 } });
    expect(report.checkpoints.count).toBeGreaterThanOrEqual(3);
  });

  it('find a shortened end, and an emptied file', async () => {
    await using folder = await temporaryFolder();
    const { file, publicKey } = await makeSigned(folder.path);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${lines.slice(0, 10).join('\n')}\n`);
    expect((await verifyAuditFile(file, { publicKey })).findings).toMatchObject([
      { kind: 'truncation', line: 10 },
    ]);
    await writeFile(file, '');
    expect((await verifyAuditFile(file)).findings).toMatchObject([{ kind: 'truncation' }]);
  });

  it('find a log whose whole chain was computed anew', async () => {
    await using folder = await temporaryFolder();
    const { file, publicKey } = await makeSigned(folder.path);
    let previous = '0'.repeat(64);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const forged = lines.map((line) => {
      const made = forge(line, (body) => body.replace('write_file', 'other_file'), previous);
      previous = parseLine(made)?.hash ?? '';
      return made;
    });
    await writeFile(file, `${forged.join('\n')}\n`);
    const kinds = (await verifyAuditFile(file, { publicKey })).findings.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['checkpoint_mismatch']));
    await rm(`${file}.checkpoint`);
    expect((await verifyAuditFile(file, { publicKey })).findings).toMatchObject([
      { kind: 'checkpoint_invalid' },
    ]);
    expect((await verifyAuditFile(file)).ok).toBe(true);
  });

  it('are refused when another key signed them', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    const { file } = await makeSigned(folder.path);
    const { publicKey } = await makeSigned(other.path);
    const report = await verifyAuditFile(file, { publicKey });
    expect(report).toMatchObject({ ok: false, checkpoints: { count: 0, signed: false } });
    expect(new Set(report.findings.map(({ kind }) => kind))).toEqual(new Set(['checkpoint_invalid']));
  });

  it('survive a torn checkpoint', async () => {
    await using folder = await temporaryFolder();
    const { file, publicKey } = await makeSigned(folder.path);
    await appendFile(`${file}.checkpoint`, '\n{"chain":"ab');
    expect(await verifyAuditFile(file, { publicKey })).toMatchObject({
      ok: true,
      findings: [{ kind: 'torn_tail' }],
    });
  });
});

it('checks a long log with bounded memory', async () => {
  await using folder = await temporaryFolder();
  const file = await makeLog(folder.path, readCall, 100_000);
  const verify = new URL('./verify.ts', import.meta.url).href;
  const { answer, grownBytes } = await memoryOf(
    `import { verifyAuditFile } from ${JSON.stringify(verify)};`,
    `verifyAuditFile(${JSON.stringify(file)})`,
  );
  expect(answer).toMatchObject({ ok: true, records: 100_000, findings: [] });
  // Some 26 MB are seen. The log is 52 MB, for which its heap has no room.
  expect(grownBytes).toBeLessThan(64 * 1024 * 1024);
});

it('lists the first thousand findings of a ruined log and counts the rest', async () => {
  await using folder = await temporaryFolder();
  const file = await makeLog(folder.path);
  await appendFile(file, 'garbage\n'.repeat(1500));
  const report = await verifyAuditFile(file);
  expect(report.findings).toHaveLength(1000);
  expect(report.omitted).toBe(500);
  expect(renderReport(report)).toMatch(/500 more findings\n$/);
});

it('fails clearly on a file that is not there, and on one that is no log', async () => {
  await using folder = await temporaryFolder();
  await expect(verifyAuditFile(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  const file = join(folder.path, 'notes.txt');
  await writeFile(file, 'my notes\n');
  expect((await verifyAuditFile(file)).ok).toBe(false);
});

it('renders a report for people', async () => {
  await using folder = await temporaryFolder();
  const file = await makeLog(folder.path, readCall, 3);
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, lines.toSpliced(1, 1).join('\n'));
  const text = renderReport(await verifyAuditFile(file))
    .replaceAll(folder.path, '')
    .replace(/[0-9a-f]{16}/, 'CHAIN')
    .replace(/[0-9a-f]{64}/, 'HASH');
  expect(text).toMatchInlineSnapshot(`
    "TAMPERED: 2 records in /audit.jsonl
    chain CHAIN, last record 3, hash HASH
    no checkpoints: a shortened end cannot be found
    tampering: deletion: /audit.jsonl:2: Record 2 is missing before this line.
    "
  `);
});
