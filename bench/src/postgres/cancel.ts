import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section, Series } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { dbhub, official, portolan, type SqlServer } from './contenders.ts';
import { startDatabase } from './database.ts';

/** How long a statement may go on after its call was cancelled before it is ended here, milliseconds. */
const PATIENCE_MS = 2_000;
/** How long it runs before its call is cancelled, milliseconds. */
const RUNS_MS = 100;

/** It never ends by itself, and every server here takes it for reading. */
const ENDLESS =
  'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r -- endless';

const running = `FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%-- endless' AND pid <> pg_backend_pid()`;

/** What a cancelled call leaves running in the database. */
export async function cancel({ quick, folder }: Plan): Promise<Section> {
  await using database = await startDatabase();
  const { url } = database;
  const watcher = new pg.Client(url);
  await watcher.connect();
  try {
    const once = (server: SqlServer) => () => cancelled(server, watcher);
    const of = await interleave(quick ? 3 : 9, {
      official: once(official(folder, url)),
      dbhub: once(dbhub(folder, url)),
      portolan: once(portolan(folder, url)),
    });
    const gaveUp = new Set(of('gaveUp').map(({ who }) => who));
    const series = of('time').map((one): Series => ({ ...one, gaveUp: gaveUp.has(one.who) }));
    return {
      title: 'A cancelled call',
      method: `A statement without end, in a fresh process that has run \`select 1\` before. After it ran for ${RUNS_MS} ms, \`notifications/cancelled\` is sent; the time is from there until \`pg_stat_activity\` no longer shows the statement active, looked at again and again from another connection. What still runs after ${PATIENCE_MS} ms is ended by the bench, and its time is marked.`,
      measures: [
        {
          name: 'Cancelled to ended on the server',
          unit: 'ms',
          series,
          limits: [{ of: 'portolan', atMost: 100 }],
        },
      ],
    };
  } finally {
    await watcher.end();
  }
}

async function cancelled({ command, tool }: SqlServer, watcher: pg.Client): Promise<Sample> {
  const server = startServer(command);
  const isRunning = async () => ((await watcher.query(`SELECT ${running}`)).rowCount ?? 0) > 0;
  try {
    await server.initialize();
    await server.call(tool, { sql: 'select 1' });
    const cancelCall = server.callInVain(tool, { sql: ENDLESS });
    while (!(await isRunning())) await sleep(5);
    await sleep(RUNS_MS);
    const started = performance.now();
    cancelCall();
    while (performance.now() - started < PATIENCE_MS) {
      if (!(await isRunning())) return { time: performance.now() - started };
      await sleep(2);
    }
    return { time: PATIENCE_MS, gaveUp: 1 };
  } finally {
    await watcher.query(`SELECT pg_terminate_backend(pid) ${running}`);
    await server.stop();
  }
}
