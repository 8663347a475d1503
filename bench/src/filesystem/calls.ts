import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interleave, type Sample } from '../interleave.ts';
import type { Measure, Plan, Section } from '../model.ts';
import { launchBareReader } from '../stdio/launch.ts';
import { type RepeatedCall, type ServerProcess, startServer } from '../stdio/server-process.ts';
import { cpuMs } from '../stdio/usage.ts';
import { createContenders } from './contenders.ts';

const CALLS = 1_000;
/** Node compiles what runs often while it runs: calls get cheaper over their first five to ten thousand. */
const WARM_UP = 5_000;
/** A write waits for the disk twice, so fewer say as much. */
const WRITES = 100;
const SMALL = 'a few words\n'.repeat(341);
const ENTRIES = 20;

type Work = Omit<RepeatedCall, 'inFlight'>;
type Servers = Readonly<Record<string, ServerProcess>>;

export async function calls({ quick, folder }: Plan): Promise<Section> {
  const { official, ours } = createContenders(folder);
  const served = mkdtempSync(join(folder, 'served-'));
  const work = prepareWork(served);
  const unlimited = ['--rate-limit', 'off'];
  const peers = {
    official: startServer(official(served)),
    portolan: startServer(ours(served, ...unlimited, '--audit', join(folder, 'calls-audit.jsonl'))),
  };
  const readers = {
    bare: startServer(launchBareReader(folder)),
    ...peers,
    'portolan, audit off': startServer(ours(served, ...unlimited, '--audit', 'off')),
  };
  const rounds = quick ? 3 : 7;
  try {
    for (const server of Object.values(readers)) await server.initialize();
    return {
      title: 'Calls over stdio',
      method: `${CALLS} calls of a tool a round, in one process that stays; before the first round up to ${WARM_UP} with 1 and with 32 in flight, because Node compiles what runs often while it runs. \`read_text_file\` reads a file of 4 KB, \`list_directory\` a folder of ${ENTRIES} files, \`write_file\` (${WRITES} calls) replaces a file of 4 KB. Ours runs without a rate limit, which no client of a benchmark would stay under, and otherwise with its defaults: every call is validated, checked, audited to a file and answered with the hash of the file; a write is on the disk, and so is the record of its intent, before its answer, which the official server waits for in neither. Bare is the floor: a Node process that parses the request, reads the file and answers, and checks and records nothing; no server can be faster, and what it takes with 1 in flight is mostly the way through two pipes and the waking of two processes. The client writes the same text for all and looks at the length of the answers. The last column says what the audit costs. CPU is the server's alone.`,
      measures: [
        ...(await measureReads(readers, work.read, rounds)),
        ...(await measureOther(peers, '`list_directory`', work.list, rounds)),
        ...(await measureOther(peers, '`get_file_info`', work.info, rounds)),
        ...(await measureWrites(peers, work.write, rounds)),
      ],
    };
  } finally {
    await Promise.all(Object.values(readers).map((server) => server.stop()));
  }
}

function prepareWork(served: string): Readonly<Record<'read' | 'list' | 'info' | 'write', Work>> {
  const path = join(served, 'small.txt');
  writeFileSync(path, SMALL);
  const listed = join(served, 'folder');
  mkdirSync(listed);
  for (let entry = 0; entry < ENTRIES; entry += 1) writeFileSync(join(listed, `file-${entry}.txt`), 'x');
  const written = { path: join(served, 'written.txt'), content: SMALL };
  return {
    read: { name: 'read_text_file', args: { path }, count: CALLS, leastBytes: 2 * SMALL.length },
    list: { name: 'list_directory', args: { path: listed }, count: CALLS, leastBytes: ENTRIES * 10 },
    info: { name: 'get_file_info', args: { path }, count: CALLS, leastBytes: 100 },
    write: { name: 'write_file', args: written, count: WRITES, leastBytes: 50 },
  };
}

async function measureReads(servers: Servers, work: Work, rounds: number): Promise<readonly Measure[]> {
  const of = await bothWays(servers, work, rounds);
  const goals = [
    { of: 'portolan', to: 'official', atLeast: 1.5 },
    { of: 'portolan', to: 'official', atLeast: 2 },
  ];
  return [
    { name: '`read_text_file`, 1 in flight', unit: 'calls/s', series: of('single'), goals },
    { name: '`read_text_file`, 32 in flight', unit: 'calls/s', series: of('many'), goals },
    { name: 'CPU of it, 1 in flight', unit: 'µs', series: of('singleCpu') },
    { name: 'CPU of it, 32 in flight', unit: 'µs', series: of('manyCpu') },
  ];
}

async function measureOther(
  servers: Servers,
  what: string,
  work: Work,
  rounds: number,
): Promise<readonly Measure[]> {
  const of = await bothWays(servers, work, rounds);
  return [
    { name: `${what}, 1 in flight`, unit: 'calls/s', series: of('single') },
    { name: `${what}, 32 in flight`, unit: 'calls/s', series: of('many') },
  ];
}

/** One at a time: ours orders the writes of one file. */
async function measureWrites(servers: Servers, work: Work, rounds: number): Promise<readonly Measure[]> {
  const of = await interleave(
    rounds,
    eachServer(servers, async (server) => ({
      rate: (await measured(server, { ...work, inFlight: 1 })).rate,
    })),
  );
  return [{ name: '`write_file`, 1 in flight', unit: 'calls/s', series: of('rate') }];
}

const eachServer = (servers: Servers, run: (server: ServerProcess) => Promise<Sample>) =>
  Object.fromEntries(Object.entries(servers).map(([who, server]) => [who, () => run(server)]));

async function bothWays(servers: Servers, work: Work, rounds: number) {
  const warmUp = { ...work, count: Math.min(WARM_UP, 5 * work.count) };
  for (const server of Object.values(servers)) {
    await server.repeat({ ...warmUp, inFlight: 1 });
    await server.repeat({ ...warmUp, inFlight: 32 });
  }
  return interleave(
    rounds,
    eachServer(servers, async (server) => {
      const single = await measured(server, { ...work, inFlight: 1 });
      const many = await measured(server, { ...work, inFlight: 32 });
      return { single: single.rate, singleCpu: single.cpuUs, many: many.rate, manyCpu: many.cpuUs };
    }),
  );
}

async function measured(server: ServerProcess, call: RepeatedCall) {
  const cpu = cpuMs(server.pid);
  const tookMs = await server.repeat(call);
  return { rate: (call.count / tookMs) * 1_000, cpuUs: ((cpuMs(server.pid) - cpu) / call.count) * 1_000 };
}
