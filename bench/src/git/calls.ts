import { join } from 'node:path';
import * as z from 'zod';
import { expectCount } from '../expect-count.ts';
import { interleave, type Sample } from '../interleave.ts';
import type { Goal, Plan, Section } from '../model.ts';
import { runCommand } from '../stdio/command.ts';
import { type ServerProcess, startServer } from '../stdio/server-process.ts';
import { cyanheads, portolan } from './contenders.ts';
import { BLAMED, COMMITS, FILES, makeRepository } from './fixture.ts';
import { type Operation, operations } from './operations.ts';

/** Calls in flight at once, where there is more than one: as many as an agent sends. */
const LANES = 4;
const WARM_UP = 5;

/** Calls a second of each operation, beside the peer and beside git itself. */
export async function calls({ quick, folder }: Plan): Promise<Section> {
  const path = makeRepository(join(folder, 'repository'));
  const unlimited = ['--rate-limit', 'off'];
  const servers = {
    cyanheads: startServer(cyanheads(folder, path)),
    portolan: startServer(portolan(folder, path, [...unlimited, '--audit', join(folder, 'git-audit.jsonl')])),
  };
  const count = quick ? 10 : 25;
  const ask = (server: ServerProcess, who: 'cyanheads' | 'portolan') => (operation: Operation) => {
    const call = operation[who];
    if (call === undefined) return undefined;
    return async () => {
      const { result } = await server.call(call.name, call.args(path));
      expectCount(
        `${who} ${call.name}`,
        call.count(CallResult.parse(result).structuredContent),
        operation.found,
      );
    };
  };
  const plain = (operation: Operation) => async () => {
    const { lines } = await runCommand('git', ['-C', path, ...operation.git.args]);
    expectCount(`git ${operation.git.args[0]}`, lines, operation.git.lines);
  };
  try {
    for (const [who, server] of Object.entries(servers)) {
      await server.initialize();
      await ratesOf(operations, ask(server, who === 'portolan' ? 'portolan' : 'cyanheads'), WARM_UP);
    }
    const of = await interleave(quick ? 2 : 5, {
      git: () => ratesOf(operations, plain, count),
      cyanheads: () => ratesOf(operations, ask(servers.cyanheads, 'cyanheads'), count),
      portolan: () => ratesOf(operations, ask(servers.portolan, 'portolan'), count),
    });
    return {
      title: 'Calls over stdio',
      method: `A repository of ${COMMITS.toLocaleString('en-US')} commits and ${FILES.toLocaleString('en-US')} files, ten of them changed and five new. ${count} calls a round of each operation, in one process that stays, one after the other and with ${LANES} in flight. git is the program itself, started anew for each call as a script would, with the same settings for output; every answer is counted. \`${BLAMED}\` is blamed whole, its 100 lines from 100 commits. The peer has no search in files and reads no file at a revision. Ours reads objects through one git process that stays and remembers commits it has read, so its \`log\` and \`read_file\` start no git once they are warm; the rest starts one, from a small shell that stays. Ours audits every call to a file, and runs without a rate limit, which no client of a benchmark would stay under.`,
      measures: operations.flatMap(({ title, key, goals }) => [
        measure(`${title}, 1 in flight`, of(key), goals),
        measure(`${title}, ${LANES} in flight`, of(`${key}Many`)),
      ]),
    };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

const CallResult = z.looseObject({ structuredContent: z.record(z.string(), z.unknown()) });

const measure = (
  name: string,
  series: Section['measures'][number]['series'],
  goals: readonly Goal[] = [],
) => ({ name, unit: 'calls/s', series, goals });

async function ratesOf(
  all: readonly Operation[],
  taskOf: (operation: Operation) => (() => Promise<void>) | undefined,
  count: number,
): Promise<Sample> {
  const found: Record<string, number> = {};
  for (const operation of all) {
    const task = taskOf(operation);
    if (task === undefined) continue;
    found[operation.key] = await rate(task, count, 1);
    found[`${operation.key}Many`] = await rate(task, count, LANES);
  }
  return found;
}

async function rate(task: () => Promise<void>, count: number, inFlight: number): Promise<number> {
  const started = performance.now();
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (count / (performance.now() - started)) * 1000;
}
