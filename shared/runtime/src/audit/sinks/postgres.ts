import type { Client } from 'pg';
import { errorCode } from '../../errors/error-code.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { newChain, parseLine } from '../chain.ts';
import { errorLabel } from '../error-label.ts';
import type { AuditSink } from '../sink.ts';

const timeoutMs = 5000;

/** Any key of advisory locks, the same in every process: two that create the table at once would collide. */
const createLock = 7_310_589_411;

const createTable = `
  create table if not exists portolan_audit (
    chain text not null,
    seq bigint not null,
    time timestamptz not null,
    server text not null,
    phase text not null,
    line text not null,
    primary key (chain, seq)
  )`;

const insert = `
  insert into portolan_audit (chain, seq, time, server, phase, line)
  select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])`;

/**
 * Inserts records into the table `portolan_audit`, a batch a statement, made if it is missing and allowed.
 * Every process has a chain of its own; a new one begins after a failure, of which nobody knows whether it
 * was committed. To verify one: `select line from portolan_audit where chain = … order by seq` into a file.
 *
 * @param address `postgres://user:password@host:port/database`
 */
export function createPostgresSink(address: URL, log: Logger): AuditSink {
  const name = `${address.host}${address.pathname}`;
  let client: Client | undefined;
  const drop = async () => {
    const dropped = client;
    client = undefined;
    // It failed already; that it cannot say goodbye either is no news.
    await dropped
      ?.end()
      .catch((error: unknown) => log.debug('audit connection', { reason: errorLabel(error) }));
  };
  return {
    name,
    async prepare() {
      if (client !== undefined) return undefined;
      client = await connect(address, (error) => {
        log.warning('audit connection lost', { sink: name, reason: errorLabel(error) });
        client = undefined;
      });
      return { head: newChain() };
    },
    async append({ lines }) {
      if (client === undefined) throw new Error('The connection to Postgres was lost.');
      try {
        await client.query(insert, columns(lines));
      } catch (error) {
        await drop();
        throw error;
      }
    },
    close: drop,
  };
}

async function connect(address: URL, lost: (error: Error) => void): Promise<Client> {
  const { default: pg } = await loadDriver();
  const client = new pg.Client({
    connectionString: address.href,
    application_name: 'portolan audit',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
  });
  client.on('error', lost);
  try {
    await client.connect();
    const { rows } = await client.query("select to_regclass('portolan_audit') is not null as there");
    if (rows[0]?.there !== true) {
      await client.query(`begin; select pg_advisory_xact_lock(${createLock}); ${createTable}; commit`);
    }
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function loadDriver() {
  try {
    return await import('pg');
  } catch (cause) {
    if (errorCode(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('An audit in Postgres needs the package "pg" beside the server.', { cause });
  }
}

/** One array a column. */
function columns(lines: readonly string[]): unknown[][] {
  const table: unknown[][] = [[], [], [], [], [], []];
  for (const line of lines) {
    const text = line.trimEnd();
    const record = parseLine(text);
    const { time, server, phase } = record?.fields ?? {};
    for (const [index, value] of [record?.chain, record?.seq, time, server, phase, text].entries()) {
      table[index]?.push(value);
    }
  }
  return table;
}
