import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { interleave, type Sample } from '../interleave.ts';
import type { Goal, Limit, Plan, Section } from '../model.ts';
import { type Command, launchBare } from '../stdio/launch.ts';
import { type ServerProcess, startServer } from '../stdio/server-process.ts';
import { cpuMs, overTree, residentMb } from '../stdio/usage.ts';

/** Long enough for what a start leaves running to end, milliseconds. */
const SETTLE_MS = 300;

export interface StartContender {
  readonly command: Command;
  /** The first tool call. */
  readonly call: { readonly name: string; readonly args: Readonly<Record<string, unknown>> };
  /** The first start on a machine, with its caches in this folder; the same command where there are none. */
  readonly cold?: (temporary: string) => Command;
}

type Quantity =
  | 'wall'
  | 'cpu'
  | 'memory'
  | 'callWall'
  | 'callCpu'
  | 'callMemory'
  | 'tools'
  | 'definitions'
  | 'listBytes';

export interface StartOptions {
  /** By their names in the tables; ours is `portolan`. A bare Node is always beside them. */
  readonly contenders: (folder: string) => Readonly<Record<string, StartContender>>;
  /** What the first call does, in the words of the method: "reads a 4 KB file". */
  readonly call: string;
  readonly goals: Readonly<Partial<Record<Quantity, readonly Goal[]>>>;
  readonly limits?: Readonly<Partial<Record<Quantity, readonly Limit[]>>>;
  /** What else to know of these contenders. */
  readonly note?: string;
}

/** What a start costs, up to the first answer and up to the first tool call. */
export const startSection =
  ({ contenders, call, goals, limits = {}, note }: StartOptions) =>
  async ({ quick, folder }: Plan): Promise<Section> => {
    const servers = Object.entries(contenders(folder));
    const runs = Object.fromEntries(servers.map(([who, server]) => [who, () => untilCall(server)]));
    const warm = { bare: () => untilAnswer(launchBare(folder)), ...runs };
    await interleave(1, warm);
    const of = await interleave(quick ? 5 : 15, warm);
    const coldRuns = servers.map(([who, { cold, command, call }]) => [
      who,
      () => untilCall({ command: cold?.(mkdtempSync(join(folder, 'cold-'))) ?? command, call }),
    ]);
    const cold = await interleave(quick ? 2 : 5, Object.fromEntries(coldRuns));
    const row = (name: string, unit: string, quantity: Quantity) => ({
      name,
      unit,
      series: of(quantity),
      goals: goals[quantity] ?? [],
      limits: limits[quantity] ?? [],
    });
    const once = (name: string, unit: string, quantity: Quantity) => ({
      ...row(name, unit, quantity),
      series: of(quantity).map(firstOnly),
    });
    return {
      title: 'Start and memory',
      method: `Each sample is a fresh process: \`initialize\` is written at once, the client then opens the connection, asks for the tools and ${call}. Bare is a Node process that answers one line. Portolan answers the first messages from a record made by its build and loads the server when a message needs it, so its first tool call is measured from the spawn as well. Its compile cache is warm, as after the first start; the rows of an empty cache say what the very first start costs. CPU is user and system time of all threads. Memory is what is resident ${SETTLE_MS} ms after the answer. Both are of the process and of those it started that still run.${note ? ` ${note}` : ''}`,
      measures: [
        row('Spawn to `initialize`, wall', 'ms', 'wall'),
        row('Spawn to `initialize`, CPU', 'ms', 'cpu'),
        row('Memory after `initialize`', 'MB', 'memory'),
        row('Spawn to first tool call, wall', 'ms', 'callWall'),
        row('Spawn to first tool call, CPU', 'ms', 'callCpu'),
        row('Memory after `tools/list` and a call', 'MB', 'callMemory'),
        { name: 'Empty compile cache: spawn to `initialize`, wall', unit: 'ms', series: cold('wall') },
        { name: 'Empty compile cache: spawn to first tool call, wall', unit: 'ms', series: cold('callWall') },
        once('Tools', 'tools', 'tools'),
        once('Their definitions', 'bytes', 'definitions'),
        once('Answer to `tools/list`', 'bytes', 'listBytes'),
      ],
    };
  };

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
  const cpu = overTree(server.pid, cpuMs);
  await sleep(SETTLE_MS);
  return { wall: sinceSpawnMs, cpu, memory: overTree(server.pid, residentMb) };
}

/** Two processes: one is looked at after `initialize`, one goes straight on to a call. */
async function untilCall({ command, call: { name, args } }: StartContender): Promise<Sample> {
  const first = await untilAnswer(command);
  const server = startServer(command);
  try {
    await server.initialize();
    const { sinceSpawnMs } = await server.call(name, args);
    const callCpu = overTree(server.pid, cpuMs);
    const { bytes, result } = await server.ask('tools/list', {});
    const { tools } = ToolList.parse(result);
    await sleep(SETTLE_MS);
    return {
      ...first,
      callWall: sinceSpawnMs,
      callCpu,
      callMemory: overTree(server.pid, residentMb),
      tools: tools.length,
      definitions: Buffer.byteLength(JSON.stringify({ tools })),
      listBytes: bytes,
    };
  } finally {
    await server.stop();
  }
}

const ToolList = z.object({ tools: z.array(z.unknown()), nextCursor: z.undefined().optional() });

const firstOnly = ({ who, samples }: { who: string; samples: readonly number[] }) => ({
  who,
  samples: samples.slice(0, 1),
});
