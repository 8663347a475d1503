import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { type Command, createContenders } from '../stdio/contenders.ts';
import { type ServerProcess, startServer } from '../stdio/server-process.ts';
import { cpuMs, residentMb } from '../stdio/usage.ts';

/** Long enough for what a start leaves running to end, milliseconds. */
const SETTLE_MS = 300;

export async function start({ quick, folder }: Plan): Promise<Section> {
  const { bare, official, ours, oursCold } = createContenders(folder);
  const served = mkdtempSync(join(folder, 'served-'));
  const file = join(served, 'small.txt');
  writeFileSync(file, 'a few words\n'.repeat(340));
  const contenders = {
    bare: () => untilAnswer(bare),
    official: () => untilCall(official(served), file),
    portolan: () => untilCall(ours(served), file),
  };
  await interleave(1, contenders);
  const of = await interleave(quick ? 5 : 15, contenders);
  const cold = await interleave(quick ? 2 : 5, {
    official: () => untilCall(official(served), file),
    portolan: () => untilCall(oursCold(served, mkdtempSync(join(folder, 'cold-'))), file),
  });
  const against = (atMost: number, to = 'official') => ({ of: 'portolan', to, atMost });
  return {
    title: 'Start and memory',
    method: `Each sample is a fresh process: \`initialize\` is written at once, the client then opens the connection, asks for the tools and reads a 4 KB file. Bare is a Node process that answers one line. Portolan answers the first messages from a record made by its build and loads the server when a message needs it, so its first tool call is measured from the spawn as well. Its compile cache is warm, as after the first start; the rows of an empty cache say what the very first start costs. CPU is user and system time of all threads. Memory is what is resident ${SETTLE_MS} ms after the answer.`,
    measures: [
      {
        name: 'Spawn to `initialize`, wall',
        unit: 'ms',
        series: of('wall'),
        goals: [against(0.5), against(3, 'bare')],
      },
      {
        name: 'Spawn to `initialize`, CPU',
        unit: 'ms',
        series: of('cpu'),
        goals: [against(0.5), against(3, 'bare')],
      },
      { name: 'Memory after `initialize`', unit: 'MB', series: of('memory'), goals: [against(0.85)] },
      { name: 'Spawn to first tool call, wall', unit: 'ms', series: of('callWall') },
      { name: 'Spawn to first tool call, CPU', unit: 'ms', series: of('callCpu') },
      { name: 'Memory after `tools/list` and a call', unit: 'MB', series: of('callMemory') },
      { name: 'Empty compile cache: spawn to `initialize`, wall', unit: 'ms', series: cold('wall') },
      { name: 'Empty compile cache: spawn to first tool call, wall', unit: 'ms', series: cold('callWall') },
      { name: 'Answer to `tools/list`', unit: 'bytes', series: of('listBytes').map(firstOnly) },
    ],
  };
}

async function untilAnswer(command: Command): Promise<Sample> {
  const server = startServer(command);
  try {
    return await opened(server);
  } finally {
    await server.stop();
  }
}

async function opened(server: ServerProcess): Promise<Sample> {
  const { sinceSpawnMs } = await server.initialize();
  const cpu = cpuMs(server.pid);
  await sleep(SETTLE_MS);
  return { wall: sinceSpawnMs, cpu, memory: residentMb(server.pid) };
}

/** Two processes: one is looked at after `initialize`, one goes straight on to a call. */
async function untilCall(command: Command, path: string): Promise<Sample> {
  const first = await untilAnswer(command);
  const server = startServer(command);
  try {
    await server.initialize();
    const { sinceSpawnMs } = await server.call('read_text_file', { path });
    const callCpu = cpuMs(server.pid);
    const { bytes } = await server.ask('tools/list', {});
    await sleep(SETTLE_MS);
    return {
      ...first,
      callWall: sinceSpawnMs,
      callCpu,
      callMemory: residentMb(server.pid),
      listBytes: bytes,
    };
  } finally {
    await server.stop();
  }
}

const firstOnly = ({ who, samples }: { who: string; samples: readonly number[] }) => ({
  who,
  samples: samples.slice(0, 1),
});
