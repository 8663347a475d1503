import { startPostgres } from '@portolan/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { parseStatements } from '../src/gate/parse.ts';
import { connectTools } from '../src/tools/test-support.ts';
import { runAs } from './support/cluster.ts';

/** What is wrong with a database, by check, and the object that each should name with the SQL that mends it. */
const wrong: Readonly<Record<string, readonly [object: string, fix?: string]>> = {
  archive_failures: [expect.stringMatching(/^0000/)],
  autovacuum_off: ['worn', 'ALTER TABLE worn RESET (autovacuum_enabled)'],
  connections_used: ['server', expect.stringContaining('pg_terminate_backend')],
  dead_rows: ['worn', 'VACUUM (ANALYZE) worn'],
  duplicate_indexes: ['a_plain', 'DROP INDEX CONCURRENTLY a_plain'],
  inactive_slots: ['idle', "SELECT pg_drop_replication_slot('idle')"],
  invalid_indexes: ['broken', 'REINDEX INDEX CONCURRENTLY broken'],
  never_analyzed: ['fresh', 'ANALYZE fresh'],
  outdated_extensions: ['pg_stat_statements', 'ALTER EXTENSION pg_stat_statements UPDATE'],
  scanned_tables: ['worn'],
  sequences_near_end: ['public.far', 'ALTER TABLE fresh ALTER COLUMN n TYPE bigint'],
  settings_pending_restart: ['max_connections'],
  stale_statistics: ['worn', 'ANALYZE worn'],
  tables_without_primary_key: [
    'fresh',
    'ALTER TABLE fresh ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  ],
  unsafe_settings: ['fsync', 'ALTER SYSTEM SET fsync = on'],
  unused_indexes: ['never_read', 'DROP INDEX CONCURRENTLY never_read'],
  unvalidated_constraints: ['twice', 'ALTER TABLE twice VALIDATE CONSTRAINT positive'],
};

const Entry = z.object({
  name: z.string(),
  object: z.string(),
  fix: z.string().optional(),
  advice: z.string().optional(),
});

/** Each finding has SQL, which the grammar takes, or advice. */
async function expectMending(found: readonly unknown[]) {
  for (const { name, object, fix, advice } of z.array(Entry).parse(found)) {
    expect(fix ?? advice, `${name} of ${object}`).toBeTruthy();
    if (fix !== undefined) expect(await parseStatements(fix), fix).not.toEqual([]);
  }
}

it('names what is wrong, each by its check, and the SQL that mends it', async () => {
  await using server = await startPostgres({
    settings: [
      'shared_preload_libraries=pg_stat_statements',
      'max_connections=12',
      'archive_mode=on',
      'archive_command=false',
    ],
  });
  await runAs(
    server.url,
    `CREATE EXTENSION pg_stat_statements VERSION '1.9'`,
    `CREATE TABLE worn (id int PRIMARY KEY, a int) WITH (autovacuum_enabled = off)`,
    `INSERT INTO worn SELECT n, n FROM generate_series(1, 60000) n`,
    `CREATE INDEX never_read ON worn (a)`,
    'ANALYZE worn',
    `CREATE TABLE fresh (a int) WITH (autovacuum_enabled = off)`,
    `INSERT INTO fresh SELECT n FROM generate_series(1, 2000) n`,
    `CREATE TABLE twice (a int PRIMARY KEY, b int)`,
    // The key and what keeps values unique stay, whatever they are called.
    `CREATE UNIQUE INDEX z_unique ON twice (b)`,
    `CREATE INDEX a_plain ON twice (b)`,
    `CREATE INDEX broken ON twice (a, b)`,
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass`,
    `ALTER TABLE twice ADD CONSTRAINT positive CHECK (b > 0) NOT VALID`,
    // A bigint sequence behind an int column, as many an older schema has.
    'CREATE SEQUENCE far',
    `ALTER TABLE fresh ADD COLUMN n int DEFAULT nextval('far')`,
    'ALTER SEQUENCE far OWNED BY fresh.n',
    `SELECT setval('far', 2000000000)`,
    `SELECT pg_create_physical_replication_slot('idle')`,
    'ALTER SYSTEM SET max_connections = 13',
    'SELECT pg_reload_conf()',
    'SELECT pg_switch_wal()',
    ...Array.from({ length: 101 }, () => 'SELECT count(*) FROM worn'),
    // Last, for a scan clears dead rows away.
    'UPDATE worn SET a = a + 1 WHERE id <= 40000',
  );
  for (let at = 0; at < 9; at += 1) {
    const client = new pg.Client(server.url);
    client.on('error', () => {});
    await client.connect();
    onTestFinished(() => client.end());
  }
  const { ok } = await connectTools(server.url, { argv: ['--allow-superuser', '--max-connections', '1'] });
  const found = async () => {
    const { checks } = await ok('check_health');
    return Array.isArray(checks) ? checks : [];
  };
  await expect
    .poll(async () => (await found()).map(({ name }) => name).toSorted())
    .toEqual(expect.arrayContaining(Object.keys(wrong)));
  const checks = await found();
  for (const [check, [object, fix]] of Object.entries(wrong)) {
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: check,
        status: expect.stringMatching(/^(info|warning|critical)$/),
        threshold: expect.any(String),
        evidence: expect.arrayContaining([
          expect.objectContaining({ object, ...(fix !== undefined && { fix }) }),
        ]),
      }),
    );
  }
  await expectMending(
    checks.flatMap(({ name, evidence = [] }) => evidence.map((entry: object) => ({ name, ...entry }))),
  );
  const [duplicates] = checks.filter(({ name }) => name === 'duplicate_indexes');
  expect(duplicates.evidence).toEqual([
    { object: 'a_plain', found: 'same as z_unique', fix: 'DROP INDEX CONCURRENTLY a_plain' },
  ]);
});

it('answers SQL that mends keys that are missing, numbers that run out, and switches that are off', async () => {
  await using server = await startPostgres();
  await runAs(
    server.url,
    'CREATE TABLE "No key" (id text, a int)',
    'CREATE TABLE unique_already (a int NOT NULL, b int NOT NULL, c int UNIQUE, UNIQUE (a, b))',
    'CREATE TABLE split (a int) PARTITION BY RANGE (a)',
    'CREATE TABLE numbered (id smallserial PRIMARY KEY)',
    `SELECT setval('numbered_id_seq', 32000)`,
    'CREATE TABLE identified (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
    `SELECT setval('identified_id_seq', 2000000000)`,
    'CREATE SEQUENCE alone MAXVALUE 100',
    `SELECT setval('alone', 99)`,
    'CREATE TABLE never_swept (id int PRIMARY KEY) WITH (autovacuum_enabled = 0)',
  );
  const { ok } = await connectTools(server.url, { argv: ['--allow-superuser'] });
  const look = async () => {
    const { checks } = await ok('check_health', { areas: ['indexes', 'storage', 'vacuum'] });
    const found = (Array.isArray(checks) ? checks : []).filter(({ name }) =>
      ['tables_without_primary_key', 'sequences_near_end', 'autovacuum_off'].includes(name),
    );
    return found.flatMap(({ name, evidence }) =>
      z.array(Entry).parse(evidence.map((entry: object) => ({ name, ...entry }))),
    );
  };
  const found = await look();
  expect(Object.fromEntries(found.map(({ object, fix }) => [object, fix]))).toEqual({
    '"No key"': 'ALTER TABLE "No key" ADD COLUMN row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    unique_already: 'ALTER TABLE unique_already ADD PRIMARY KEY (a, b)',
    split: undefined,
    'public.numbered_id_seq':
      'ALTER TABLE numbered ALTER COLUMN id TYPE bigint; ALTER SEQUENCE numbered_id_seq AS bigint NO MAXVALUE',
    'public.identified_id_seq': 'ALTER TABLE identified ALTER COLUMN id TYPE bigint',
    'public.alone': 'ALTER SEQUENCE alone AS bigint NO MAXVALUE',
    never_swept: 'ALTER TABLE never_swept RESET (autovacuum_enabled)',
  });
  await expectMending(found);
  await runAs(server.url, ...found.flatMap(({ fix }) => fix ?? []));
  expect((await look()).map(({ object }) => object)).toEqual(['split']);
});
