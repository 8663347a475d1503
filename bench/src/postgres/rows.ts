import { setTimeout as sleep } from 'node:timers/promises';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { forgetPeak, peakMb, residentMb } from '../stdio/usage.ts';
import { dbhub, official, portolan, type SqlServer } from './contenders.ts';
import { ROWS, startDatabase } from './database.ts';

const SETTLE_MS = 300;

type Arguments = Readonly<Record<string, unknown>>;

/** A table read whole, as a model asks for one without thinking. */
export async function rows({ quick, folder }: Plan): Promise<Section> {
  await using database = await startDatabase();
  const { url } = database;
  const sql = 'SELECT * FROM rows ORDER BY id';
  const read =
    (server: SqlServer, more: Arguments = {}) =>
    () =>
      readOnce(server, { sql, ...more });
  const of = await interleave(quick ? 3 : 7, {
    official: read(official(folder, url)),
    dbhub: read(dbhub(folder, url)),
    portolan: read(portolan(folder, url)),
    'portolan, 10,000 rows': read(portolan(folder, url), { limit: 10_000, maxBytes: 1_000_000 }),
  });
  return {
    title: `A table of ${ROWS.toLocaleString('en-US')} rows`,
    method: `\`${sql}\` with each tool's default bounds: the others have none and answer every row, ours answers 200 and a cursor. The last column is the most ours answers in one call. Each sample is a fresh process that has run \`select 1\` before. Memory is the peak of the call above what was resident before it.`,
    measures: [
      { name: 'Time', unit: 'ms', series: of('time') },
      {
        name: 'Memory above idle',
        unit: 'MB',
        series: of('memory'),
        limits: [{ of: 'portolan', atMost: 40 }],
      },
      { name: 'Answer', unit: 'bytes', series: of('bytes') },
    ],
  };
}

async function readOnce({ command, tool }: SqlServer, args: Arguments): Promise<Sample> {
  const server = startServer(command);
  try {
    await server.initialize();
    for (let call = 0; call < 20; call += 1) await server.call(tool, { sql: 'select 1' });
    await sleep(SETTLE_MS);
    const idle = residentMb(server.pid);
    forgetPeak(server.pid);
    const { tookMs, bytes } = await server.call(tool, args);
    return { time: tookMs, memory: peakMb(server.pid) - idle, bytes };
  } finally {
    await server.stop();
  }
}
