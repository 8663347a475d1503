import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import type { Command } from '../stdio/launch.ts';
import { startServer } from '../stdio/server-process.ts';
import { forgetPeak, peakMb, residentMb } from '../stdio/usage.ts';
import { createContenders } from './contenders.ts';
import { makeHuge } from './fixtures.ts';

const SETTLE_MS = 300;

export async function huge({ quick, folder }: Plan): Promise<Section> {
  const patienceMs = quick ? 10_000 : 60_000;
  const served = join(folder, 'huge');
  mkdirSync(served, { recursive: true });
  writeFileSync(join(served, 'small.txt'), 'a few words\n'.repeat(341));
  const many = makeHuge(join(served, 'many-lines.txt'), 200_000_000, 80);
  const single = makeHuge(join(served, 'one-line.txt'), 20_000_000, Number.POSITIVE_INFINITY);
  const { official, ours } = createContenders(folder);
  const look = (command: Command, path: string) => () => headOf(command, served, path, patienceMs);
  const lines = await interleave(quick ? 3 : 7, {
    official: look(official(served), many),
    portolan: look(ours(served), many),
  });
  const theirs = await interleave(1, { official: look(official(served), single) });
  const line = await interleave(quick ? 3 : 7, { portolan: look(ours(served), single) });
  const gaveUp = theirs('gaveUp').length > 0;
  const both = (quantity: string) => [
    ...theirs(quantity).map((one) => ({ ...one, gaveUp })),
    ...line(quantity),
  ];
  const time = [{ of: 'portolan', atMost: 50 }];
  const memory = [{ of: 'portolan', atMost: 20 }];
  return {
    title: 'The head of a huge file',
    method: `\`read_text_file\` with \`head\` 10 of 200 MB in lines of 80 bytes, and with \`head\` 1 of one line of 20 MB. Each sample is a fresh process that has read a small file before. Memory is the peak of the call above what was resident before it. Patience ends after ${patienceMs / 1000} s, and the official server has one try at the single line.`,
    measures: [
      { name: 'Head of 200 MB', unit: 'ms', series: lines('time'), limits: time },
      { name: 'Peak memory of it', unit: 'MB', series: lines('peak'), limits: memory },
      { name: 'Head of a line of 20 MB', unit: 'ms', series: both('time'), limits: time },
      { name: 'Peak memory of it, the line', unit: 'MB', series: both('peak'), limits: memory },
    ],
  };
}

async function headOf(command: Command, served: string, path: string, patienceMs: number): Promise<Sample> {
  const server = startServer(command);
  try {
    await server.initialize();
    await server.call('read_text_file', { path: join(served, 'small.txt'), head: 1 });
    await sleep(SETTLE_MS);
    const idle = residentMb(server.pid);
    forgetPeak(server.pid);
    const head = path.endsWith('one-line.txt') ? 1 : 10;
    const patience = new AbortController();
    const answer = await Promise.race([
      server.call('read_text_file', { path, head }),
      sleep(patienceMs, undefined, { signal: patience.signal }),
    ]);
    patience.abort();
    const peak = peakMb(server.pid) - idle;
    return answer ? { time: answer.tookMs, peak } : { time: patienceMs, peak, gaveUp: 1 };
  } finally {
    await server.stop();
  }
}
