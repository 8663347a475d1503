import { join } from 'node:path';
import pg from 'pg';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { cpuMs } from '../stdio/usage.ts';
import { bare, bareFlight, dbhub, official, portolan, type SqlServer } from './contenders.ts';
import { startDatabase } from './database.ts';

const CALLS = 1_000;
const WARM_UP = 5_000;
const MANY = 32;
/** The length of an answer to `select 1` at least, bytes. */
const LEAST_BYTES = 40;
/** Connections of bare pg: as many as ours has by default. */
const CONNECTIONS = 4;

/** Runs `select 1` so often, so many at a time; answers how long it took, milliseconds. */
type Repeat = (count: number, inFlight: number) => Promise<number>;

/** What the whole envelope of a call costs beside servers without one, and beside the driver alone. */
export async function calls({ quick, folder }: Plan): Promise<Section> {
  await using database = await startDatabase();
  const { url } = database;
  const flags = ['--rate-limit', 'off', '--audit'];
  const servers = await Promise.all(
    Object.entries({
      bare: bare(folder, url),
      'bare flight': bareFlight(folder, url),
      official: official(folder, url),
      dbhub: dbhub(folder, url),
      portolan: portolan(folder, url, [...flags, join(folder, 'calls-audit.jsonl')]),
      'portolan, audit off': portolan(folder, url, [...flags, 'off']),
    }).map(async ([who, server]) => ({ who, ...(await opened(server)) })),
  );
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const driver: Repeat = (count, inFlight) =>
    inLanes(async () => void (await pool.query('select 1')), count, inFlight);
  try {
    for (const repeat of [driver, ...servers.map((server) => server.repeat)]) {
      await repeat(WARM_UP, 1);
      await repeat(WARM_UP, MANY);
    }
    const of = await interleave(quick ? 3 : 9, {
      'bare pg': async () => ({
        single: rate(await driver(CALLS, 1)),
        many: rate(await driver(CALLS, MANY)),
      }),
      ...Object.fromEntries(servers.map(({ who, repeat, pid }) => [who, () => bothWays(repeat, pid)])),
    });
    const faster = [{ of: 'portolan', to: 'dbhub', atLeast: 1.2 }];
    return {
      title: 'Calls over stdio',
      method: `${CALLS} calls of \`select 1\` a round, in one process that stays; ${WARM_UP} calls each way before the first round. The client looks at no more of an answer than its length and whether it is an error. Ours runs the whole envelope on each: the grammar (read once for the same text), a read-only transaction with its limits, rollback, \`DISCARD ALL\`, the audit log to a file; the last column says what that log costs. It runs without a rate limit, which no client of a benchmark would stay under. The official server begins a read-only transaction and rolls back; dbhub sends the statement alone. Bare pg is the driver in the process of the bench, over ${CONNECTIONS} connections, with no protocol before it; bare is a process that parses a line, sends the statement alone by \`pg\` and answers, which is the floor of any server; bare flight sends the statement as ours does, within its read-only transaction, rollback and \`DISCARD ALL\` in one piece, and does nothing else, which is the floor of a server that leaves nothing behind. CPU is the server's alone.`,
      measures: [
        { name: '1 in flight', unit: 'calls/s', series: of('single'), goals: faster },
        { name: `${MANY} in flight`, unit: 'calls/s', series: of('many'), goals: faster },
        { name: 'CPU of a call, 1 in flight', unit: 'µs', series: of('singleCpu') },
        { name: `CPU of a call, ${MANY} in flight`, unit: 'µs', series: of('manyCpu') },
      ],
    };
  } finally {
    await Promise.all([pool.end(), ...servers.map(({ stop }) => stop())]);
  }
}

async function opened({ command, tool }: SqlServer) {
  const server = startServer(command);
  await server.initialize();
  const args = { sql: 'select 1' };
  await server.call(tool, args);
  const repeat: Repeat = (count, inFlight) =>
    server.repeat({ name: tool, args, count, inFlight, leastBytes: LEAST_BYTES });
  return { repeat, pid: server.pid, stop: () => server.stop() };
}

async function bothWays(repeat: Repeat, pid: number): Promise<Sample> {
  const before = cpuMs(pid);
  const single = rate(await repeat(CALLS, 1));
  const between = cpuMs(pid);
  const many = rate(await repeat(CALLS, MANY));
  const each = (ms: number) => (ms / CALLS) * 1000;
  return { single, many, singleCpu: each(between - before), manyCpu: each(cpuMs(pid) - between) };
}

/** Calls a second. */
const rate = (tookMs: number) => (CALLS / tookMs) * 1000;

async function inLanes(ask: () => Promise<void>, count: number, inFlight: number): Promise<number> {
  const started = performance.now();
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - started;
}
