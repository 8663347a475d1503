import { createHash, createHmac } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  parseRecords,
  readCall,
  record,
  startAudit,
  temporaryFolder,
  writeCall,
} from '../../test/audit/fixtures.ts';
import { createRedactor } from '../redact/redactor.ts';
import { createAudit } from './audit.ts';
import { canonicalJson } from './canonical-json.ts';

const key = 'k'.repeat(32);
const volatile = {
  time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  id: expect.any(String),
  chain: expect.stringMatching(/^[0-9a-f]{16}$/),
  hash: expect.stringMatching(/^[0-9a-f]{64}$/),
};

it('pins the records of a read and of a write', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file, key });
  await record(audit, readCall);
  const entry = await audit.open({
    ...writeCall,
    arguments: { path: '/data/a.txt', content: 'x'.repeat(5000) },
  });
  await entry.close({ status: 'error', errorCode: 'no_space', durationMs: 12.25 });
  await audit.close();
  const records = parseRecords(await readFile(file, 'utf8'));
  expect(records).toMatchSnapshot([volatile, volatile, volatile]);
  expect(records[1]?.id).toBe(records[2]?.id);
  expect(records[0]?.id).not.toBe(records[1]?.id);
});

it('hashes as documented: SHA-256 over the previous hash and the canonical JSON without the hash', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  for (let count = 0; count < 3; count++)
    await record(audit, { ...readCall, arguments: { ключ: `€${count}` } });
  await audit.close();
  let previous = '0'.repeat(64);
  for (const { hash, ...rest } of parseRecords(await readFile(file, 'utf8'))) {
    previous = createHash('sha256')
      .update(previous + canonicalJson(rest))
      .digest('hex');
    expect(hash).toBe(previous);
  }
});

it('digests the arguments with the key file, which it makes with mode 0600', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'sub', 'audit.jsonl');
  for (const path of ['/a', '/b']) {
    const { audit } = startAudit({ destination: file });
    await record(audit, { ...readCall, arguments: { z: 1, path } });
    await audit.close();
  }
  const made = Buffer.from((await readFile(`${file}.key`, 'utf8')).trim(), 'hex');
  const [first, second] = parseRecords(await readFile(file, 'utf8'));
  expect(first?.argumentsHmac).toBe(createHmac('sha256', made).update('{"path":"/a","z":1}').digest('hex'));
  expect(second?.argumentsHmac).toBe(createHmac('sha256', made).update('{"path":"/b","z":1}').digest('hex'));
  expect((await stat(`${file}.key`)).mode & 0o777).toBe(0o600);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('writes no secret and no big argument, also where a cut goes through the secret', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  const token = `ghp_${'Ab1'.repeat(12)}`;
  for (let at = 100; at < 200; at += 7) {
    const content = `${'- '.repeat(at / 2)}${token}${' tail'.repeat(100_000)}`;
    await record(audit, {
      ...readCall,
      target: `file:///${content}`,
      arguments: { content, password: 'hunter2', list: Array(100).fill(content.slice(0, 5000)) },
    });
  }
  await audit.close();
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain('ghp_');
  expect(text).not.toContain('Ab1');
  expect(text).not.toContain('hunter2');
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(5000);
});

it('keeps one line a record whatever the caller sends', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  await record(audit, {
    ...readCall,
    target: 'a\n{"seq":1}\r\u2028',
    caller: { id: 'x\ny', kind: 'token' },
    arguments: { 'a\nb': 'c\n', lone: '\ud800' },
  });
  await audit.close();
  expect(parseRecords(await readFile(file, 'utf8'))).toMatchObject([
    { target: 'a\n{"seq":1}\r\u2028', caller: { id: 'x\ny' } },
  ]);
});

it('records arguments nested without limit', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  await record(audit, { ...writeCall, arguments: { deep } });
  await audit.close();
  expect(parseRecords(await readFile(file, 'utf8'))).toHaveLength(2);
});

it('records a refused call in one record', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  await audit.record(writeCall, { status: 'denied', errorCode: 'forbidden', durationMs: 0.1 });
  await audit.close();
  expect(parseRecords(await readFile(file, 'utf8'))).toMatchObject([
    {
      phase: 'call',
      effect: 'write',
      status: 'denied',
      errorCode: 'forbidden',
      arguments: { path: '/data/a.txt' },
    },
  ]);
});

it('loses no record when calls come faster than the sink takes them', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  for (let count = 0; count < 30_000; count++) await record(audit, readCall);
  await audit.close();
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(30_001);
});

it('records an outcome once', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file });
  const entry = await audit.open(readCall);
  await entry.close({ status: 'ok', durationMs: 1 });
  await entry.close({ status: 'error', durationMs: 2 });
  await audit.close();
  expect(parseRecords(await readFile(file, 'utf8'))).toHaveLength(1);
});

it('does nothing when off, and says so', async () => {
  const { audit } = startAudit({ destination: 'off' });
  await record(audit, writeCall);
  expect(audit.status()).toEqual({ ok: true, detail: 'audit is off' });
});

it.each(['mysql://user:hunter2@host/db', 's3://bucket', 'http://host', ' '])(
  'refuses the destination %j and lists what is possible',
  (destination) => {
    const { log, redactor, server } = {
      log: { debug() {}, info() {}, warning() {}, error() {} },
      redactor: createRedactor(),
      server: 'x',
    };
    const make = () => createAudit({ destination, log, redactor, server });
    expect(make).toThrow(/off, stderr, a file path, otlp\+http/);
    expect(make).not.toThrow(/hunter2/);
  },
);

it.each([
  ['a read', readCall],
  ['a write', writeCall],
])('records huge arguments of %s as it does small ones', async (_what, call) => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'audit.jsonl');
  const { audit } = startAudit({ destination: file, key });
  const token = `ghp_${'a1B2'.repeat(9)}`;
  const given = { path: '/data/a.txt', content: `${token} ${'line "of" text\n'.repeat(50_000)}` };
  await record(audit, { ...call, arguments: given });
  await audit.close();
  const [first] = parseRecords(await readFile(file, 'utf8'));
  const hmac = createHmac('sha256', key).update(canonicalJson(given)).digest('hex');
  expect(first).toMatchObject({ argumentsHmac: hmac, arguments: { path: '/data/a.txt' } });
  expect(JSON.stringify(first).length).toBeLessThan(4_096);
  expect(JSON.stringify(first)).not.toContain(token);
});
