import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { type ServerProcess, startServer } from '../stdio/server-process.ts';
import { cpuMs } from '../stdio/usage.ts';
import { createContenders } from './contenders.ts';

const READS = 1_000;
const WARM_UP = 300;

export async function calls({ quick, folder }: Plan): Promise<Section> {
  const { official, ours } = createContenders(folder);
  const served = mkdtempSync(join(folder, 'served-'));
  const path = join(served, 'small.txt');
  writeFileSync(path, 'a few words\n'.repeat(341));
  const unlimited = ['--rate-limit', 'off'];
  const servers = {
    official: startServer(official(served)),
    portolan: startServer(ours(served, ...unlimited, '--audit', join(folder, 'calls-audit.jsonl'))),
    'portolan, audit off': startServer(ours(served, ...unlimited, '--audit', 'off')),
  };
  try {
    for (const server of Object.values(servers)) {
      await server.initialize();
      await readMany(server, path, WARM_UP, 1);
    }
    const contenders = Object.fromEntries(
      Object.entries(servers).map(([who, server]) => [who, () => bothWays(server, path)]),
    );
    const of = await interleave(quick ? 3 : 7, contenders);
    const faster = { of: 'portolan', to: 'official', atLeast: 1.5 };
    const twice = { ...faster, atLeast: 2 };
    return {
      title: 'Calls over stdio',
      method: `${READS} calls of \`read_text_file\` on a file of 4 KB a round, in one process that stays; ${WARM_UP} calls before the first round. Ours runs without a rate limit, which no client of a benchmark would stay under, and otherwise with its defaults: every call is validated, checked, audited to a file and answered with the hash of the file. The last column says what the audit costs. CPU is the server's alone.`,
      measures: [
        { name: '1 in flight', unit: 'calls/s', series: of('single'), goals: [faster, twice] },
        { name: '32 in flight', unit: 'calls/s', series: of('many'), goals: [faster, twice] },
        { name: 'CPU of a call, 1 in flight', unit: 'µs', series: of('singleCpu') },
        { name: 'CPU of a call, 32 in flight', unit: 'µs', series: of('manyCpu') },
      ],
    };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function bothWays(server: ServerProcess, path: string): Promise<Sample> {
  const single = await readMany(server, path, READS, 1);
  const many = await readMany(server, path, READS, 32);
  return { single: single.rate, singleCpu: single.cpuUs, many: many.rate, manyCpu: many.cpuUs };
}

async function readMany(server: ServerProcess, path: string, count: number, inFlight: number) {
  const cpu = cpuMs(server.pid);
  const started = performance.now();
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await server.call('read_text_file', { path });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const rate = (count / (performance.now() - started)) * 1000;
  return { rate, cpuUs: ((cpuMs(server.pid) - cpu) / count) * 1000 };
}
