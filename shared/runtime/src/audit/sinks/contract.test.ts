import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startPostgres } from '../../../../testing/src/services/postgres.ts';
import { parseRecords, readCall, record, temporaryFolder, writeCall } from '../../../test/audit/fixtures.ts';
import { createRedactor } from '../../redact/redactor.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { ephemeralKey } from '../arguments-key.ts';
import { createAuditOn } from '../audit.ts';
import { parseLine, recordHash } from '../chain.ts';
import type { AuditSink } from '../sink.ts';
import { createFileSink } from './file.ts';
import { createOtlpSink } from './otlp.ts';
import { createPostgresSink } from './postgres.ts';
import { createStderrSink } from './stderr.ts';

const log = createLogger('error', () => {});

/** One sink with its real other end. */
interface Rig extends AsyncDisposable {
  readonly sink: AuditSink;
  /** Every line that arrived, in order. */
  lines(): Promise<readonly string[]>;
  /** Whether the other end can work again after a failure. */
  readonly heals: boolean;
  /** Makes the other end fail, or work again. */
  breakDown(broken: boolean): Promise<void>;
}

const exportRequest = z.object({
  resourceLogs: z.array(
    z.object({
      scopeLogs: z.array(
        z.object({
          logRecords: z.array(
            z.object({
              timeUnixNano: z.string().regex(/^\d{19}$/),
              severityNumber: z.literal(9),
              body: z.object({ stringValue: z.string() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

async function otlpRig(): Promise<Rig> {
  const lines: string[] = [];
  let broken = false;
  const server = createServer(async (request, response) => {
    const body = exportRequest.parse(await json(request));
    const ok =
      !broken &&
      request.url === '/collect/v1/logs' &&
      request.headers.authorization === `Basic ${btoa('u:p')}`;
    if (ok) {
      const records = body.resourceLogs.flatMap(({ scopeLogs }) =>
        scopeLogs.flatMap(({ logRecords }) => logRecords),
      );
      lines.push(...records.map((entry) => entry.body.stringValue));
    }
    response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sink = createOtlpSink(new URL(`otlp+http://u:p@127.0.0.1:${address.port}/collect`), 'filesystem');
  return {
    sink,
    heals: true,
    lines: async () => lines,
    breakDown: async (value) => {
      broken = value;
    },
    [Symbol.asyncDispose]: async () => {
      server.close().closeAllConnections();
    },
  };
}

async function stderrRig(): Promise<Rig> {
  const chunks: string[] = [];
  let broken = false;
  const stream = new Writable({
    autoDestroy: false,
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (broken) return done(new Error('EPIPE'));
      chunks.push(String(chunk));
      done();
    },
  }).on('error', () => {});
  return {
    sink: createStderrSink(stream),
    heals: false,
    lines: async () => chunks.join('').split('\n').filter(Boolean),
    breakDown: async (value) => {
      broken = value;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

async function fileRig(): Promise<Rig> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'audit.jsonl');
  let broken = false;
  const sink = createFileSink({ path, log });
  return {
    // The real disk faults are in failure.test.ts; here the folder beneath the sink is what fails.
    heals: true,
    sink: {
      ...bind(sink),
      append: (batch) => (broken ? Promise.reject(new Error('EIO')) : sink.append(batch)),
    },
    lines: async () => (await readFile(path, 'utf8')).split('\n').filter(Boolean),
    breakDown: async (value) => {
      broken = value;
    },
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

const bind = (sink: AuditSink): AuditSink => ({
  name: sink.name,
  prepare: (last) => sink.prepare(last),
  append: (batch) => sink.append(batch),
  close: (last) => sink.close(last),
});

async function postgresRig(): Promise<Rig> {
  const postgres = await startPostgres();
  return {
    sink: createPostgresSink(new URL(postgres.url), log),
    heals: true,
    lines: async () => {
      const client = new pg.Client(postgres.url);
      await client.connect();
      const { rows } = await client.query(
        'select line from portolan_audit order by min(time) over (partition by chain), chain, seq',
      );
      await client.end();
      return rows.map(({ line }) => String(line));
    },
    breakDown: (broken) => (broken ? postgres.kill() : postgres.restart()),
    [Symbol.asyncDispose]: postgres[Symbol.asyncDispose],
  };
}

const rigs: Readonly<Record<string, () => Promise<Rig>>> = {
  file: fileRig,
  stderr: stderrRig,
  otlp: otlpRig,
  postgres: postgresRig,
};

describe.each(Object.entries(rigs))('sink %s', (_name, makeRig) => {
  const start = (sink: AuditSink) =>
    createAuditOn(sink, { server: 'filesystem', redactor: createRedactor(), log }, async () =>
      ephemeralKey(),
    );

  it('receives every record once, in order, as one verifiable chain', async () => {
    await using rig = await makeRig();
    const audit = start(rig.sink);
    await Promise.all(
      Array.from({ length: 50 }, (_, count) => record(audit, count % 3 === 0 ? writeCall : readCall)),
    );
    await audit.close();
    const lines = await rig.lines();
    expect(parseRecords(lines.join('\n')).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 67 }, (_, index) => index + 1),
    );
    expectChain(lines);
  });

  it('has the intent when open resolves', async () => {
    await using rig = await makeRig();
    const audit = start(rig.sink);
    await audit.open(writeCall);
    expect(parseRecords((await rig.lines()).join('\n'))).toMatchObject([
      { phase: 'intent', target: 'write_file' },
    ]);
    await audit.close();
  });

  it('refuses writes while it fails, keeps the rest, and tells of it afterwards', async () => {
    await using rig = await makeRig();
    const audit = start(rig.sink);
    const before = await audit.open(writeCall);
    await rig.breakDown(true);
    await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await before.close({ status: 'ok', durationMs: 1 });
    await record(audit, readCall);
    expect(audit.status().ok).toBe(false);
    await rig.breakDown(false);
    if (!rig.heals)
      return await expect(audit.open(writeCall)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await record(audit, writeCall);
    expect(audit.status().ok).toBe(true);
    await audit.close();
    const records = parseRecords((await rig.lines()).join('\n'));
    expect(records.map(({ phase }) => phase)).toEqual([
      'intent',
      'recovered',
      'outcome',
      'call',
      'intent',
      'outcome',
    ]);
    expect(records[1]).toMatchObject({ reason: 'sink_failure', refused: 1, lost: 0 });
    expectChain(await rig.lines());
  });

  it('shows no credentials in its name', async () => {
    await using rig = await makeRig();
    expect(rig.sink.name).not.toMatch(/@|u:p/);
  });

  it('closes without a record', async () => {
    await using rig = await makeRig();
    const audit = start(rig.sink);
    await audit.close();
    expect(audit.status().ok).toBe(true);
  });
});

/** Every chain in the lines is whole; a sink that cannot tell what arrived begins a new one after a failure. */
function expectChain(lines: readonly string[]): void {
  const heads = new Map<string, { seq: number; hash: string }>();
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed === undefined) throw new Error(`not a record: ${line}`);
    const head = heads.get(parsed.chain) ?? { seq: 0, hash: '0'.repeat(64) };
    expect(parsed.seq).toBe(head.seq + 1);
    expect(parsed.hash).toBe(recordHash(head.hash, parsed.body));
    heads.set(parsed.chain, parsed);
  }
}
