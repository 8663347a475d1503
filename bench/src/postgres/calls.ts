import { join } from 'node:path';
import pg from 'pg';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { cpuMs } from '../stdio/usage.ts';
import { dbhub, official, portolan, type SqlServer } from './contenders.ts';
import { startDatabase } from './database.ts';

const CALLS = 1_000;
const WARM_UP = 300;
const MANY = 32;
/** Connections of bare pg: as many as ours has by default. */
const CONNECTIONS = 4;

/** Runs `select 1` once. */
type Ask = () => Promise<void>;

/** What the whole envelope of a call costs beside servers without one, and beside the driver alone. */
export async function calls({ quick, folder }: Plan): Promise<Section> {
  await using database = await startDatabase();
  const { url } = database;
  const flags = ['--rate-limit', 'off', '--audit'];
  const servers = await Promise.all(
    Object.entries({
      official: official(folder, url),
      dbhub: dbhub(folder, url),
      portolan: portolan(folder, url, [...flags, join(folder, 'calls-audit.jsonl')]),
      'portolan, audit off': portolan(folder, url, [...flags, 'off']),
    }).map(async ([who, server]) => ({ who, ...(await opened(server)) })),
  );
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const bare: Ask = async () => void (await pool.query('select 1'));
  try {
    for (const ask of [bare, ...servers.map((server) => server.ask)]) await many(ask, WARM_UP, MANY);
    const of = await interleave(quick ? 3 : 9, {
      'bare pg': async () => ({ single: await many(bare, CALLS, 1), many: await many(bare, CALLS, MANY) }),
      ...Object.fromEntries(servers.map(({ who, ask, pid }) => [who, () => bothWays(ask, pid)])),
    });
    const faster = [{ of: 'portolan', to: 'dbhub', atLeast: 1.2 }];
    return {
      title: 'Calls over stdio',
      method: `${CALLS} calls of \`select 1\` a round, in one process that stays; ${WARM_UP} calls before the first round. Ours runs the whole envelope on each: the grammar (read once for the same text), a read-only transaction with its limits, rollback, \`DISCARD ALL\`, the audit log to a file; the last column says what that log costs. It runs without a rate limit, which no client of a benchmark would stay under. The official server begins a read-only transaction and rolls back; dbhub sends the statement alone. Bare pg is the driver in the process of the bench, over ${CONNECTIONS} connections, with no protocol before it. CPU is the server's alone.`,
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
  const ask: Ask = async () => void (await server.call(tool, { sql: 'select 1' }));
  return { ask, pid: server.pid, stop: () => server.stop() };
}

async function bothWays(ask: Ask, pid: number): Promise<Sample> {
  const before = cpuMs(pid);
  const single = await many(ask, CALLS, 1);
  const between = cpuMs(pid);
  const rate = await many(ask, CALLS, MANY);
  const each = (ms: number) => (ms / CALLS) * 1000;
  return {
    single,
    many: rate,
    singleCpu: each(between - before),
    manyCpu: each(cpuMs(pid) - between),
  };
}

/** Calls a second. */
async function many(ask: Ask, count: number, inFlight: number): Promise<number> {
  const started = performance.now();
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (count / (performance.now() - started)) * 1000;
}
