import { startPostgres, type TestPostgres } from '@portolan/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';
import { binariesOf } from './support/embedded.ts';

const Differences = z.array(z.object({ what: z.string(), sql: z.string() }));

/** One of everything that is compared, in a schema. */
const first = (schema: string) => `
  CREATE SCHEMA ${schema};
  SET search_path = ${schema};
  COMMENT ON SCHEMA ${schema} IS 'Where it''s \\ sold';
  GRANT USAGE ON SCHEMA ${schema} TO reader;
  CREATE TYPE stage AS ENUM ('lead', 'offer', 'won', 'lost');
  CREATE TYPE grade AS ENUM ('a', 'b');
  CREATE TYPE pair AS (x int, y text);
  CREATE DOMAIN money_amount AS numeric(12, 2) DEFAULT 0 CONSTRAINT not_negative CHECK (VALUE >= 0);
  CREATE DOMAIN short_text AS varchar(20);
  REVOKE USAGE ON DOMAIN short_text FROM PUBLIC;
  COMMENT ON TYPE stage IS 'How far it is';
  CREATE SEQUENCE numbers AS int INCREMENT BY 5 MAXVALUE 5000 CYCLE;
  CREATE FUNCTION next_number() RETURNS int LANGUAGE sql AS $$SELECT nextval('numbers')::int$$;
  CREATE FUNCTION is_fine(n int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0';
  CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "order" text UNIQUE, grade grade DEFAULT 'a', grades grade[]);
  CREATE TABLE child (
    id serial PRIMARY KEY, parent int NOT NULL REFERENCES parent ON DELETE CASCADE, stage stage DEFAULT 'lead',
    price money_amount CHECK (price < 1000), count int DEFAULT next_number() CONSTRAINT fine CHECK (is_fine(count)),
    twice int GENERATED ALWAYS AS (count * 2) STORED, name text COLLATE "C", note short_text, spot pair,
    made timestamptz NOT NULL DEFAULT now(), CONSTRAINT late FOREIGN KEY (parent) REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
  CREATE UNIQUE INDEX child_name ON child (lower(name)) WHERE count > 1;
  CREATE INDEX child_twice ON child (twice);
  COMMENT ON TABLE child IS 'Those below';
  COMMENT ON COLUMN child.price IS 'In EUR';
  COMMENT ON INDEX child_name IS 'Quick';
  COMMENT ON CONSTRAINT fine ON child IS 'Is it?';
  CREATE TABLE loop_a (id int PRIMARY KEY, b int);
  CREATE TABLE loop_b (id int PRIMARY KEY, a int REFERENCES loop_a);
  ALTER TABLE loop_a ADD FOREIGN KEY (b) REFERENCES loop_b;
  CREATE TABLE split (at date NOT NULL, what text) PARTITION BY RANGE (at);
  CREATE TABLE split_2026 PARTITION OF split FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE split_rest PARTITION OF split DEFAULT;
  CREATE INDEX split_what ON split (what);
  CREATE TABLE heir (more int) INHERITS (parent);
  CREATE UNLOGGED TABLE quick (id int) WITH (fillfactor = 70, autovacuum_enabled = off);
  ALTER TABLE quick ENABLE ROW LEVEL SECURITY;
  ALTER TABLE quick FORCE ROW LEVEL SECURITY;
  CREATE POLICY own ON quick FOR SELECT TO reader USING (id IN (SELECT id FROM child));
  CREATE POLICY all_of_it ON quick AS RESTRICTIVE USING (true) WITH CHECK (id > 0);
  CREATE VIEW seen WITH (security_barrier = true) AS SELECT c.id, c.name, p."order" FROM child c JOIN parent p ON p.id = c.parent;
  CREATE VIEW seen_again AS SELECT id, name FROM seen;
  CREATE MATERIALIZED VIEW counted AS SELECT stage, count(*) AS n FROM child GROUP BY stage;
  CREATE UNIQUE INDEX counted_stage ON counted (stage);
  GRANT SELECT ON seen, counted TO reader;
  GRANT SELECT (id, name), UPDATE (name) ON child TO reader;
  GRANT INSERT ON child TO writer WITH GRANT OPTION;
  CREATE FUNCTION total(stage stage, factor numeric DEFAULT 1) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT sum(price) * factor FROM ${schema}.child c WHERE c.stage = total.stage';
  CREATE FUNCTION rows_of(p parent) RETURNS SETOF child LANGUAGE sql STABLE AS 'SELECT c FROM ${schema}.child c WHERE c.parent = p.id';
  REVOKE EXECUTE ON FUNCTION total FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION total TO reader;
  CREATE PROCEDURE tidy(n int) LANGUAGE plpgsql AS 'BEGIN DELETE FROM ${schema}.quick WHERE id < n; END';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.made := now(); RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF name ON child FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION touch();
  CREATE TRIGGER asleep AFTER INSERT ON parent FOR EACH STATEMENT EXECUTE FUNCTION touch();
  ALTER TABLE parent DISABLE TRIGGER asleep;
  COMMENT ON TRIGGER touched ON child IS 'When';
  CREATE STATISTICS together (dependencies) ON stage, price FROM child;
  CREATE STATISTICS of_terms ON (lower(name)), note FROM child;
  COMMENT ON STATISTICS together IS 'They go together';
  ALTER TABLE child ALTER COLUMN name SET STORAGE EXTERNAL, ALTER COLUMN note SET COMPRESSION pglz, ALTER COLUMN count SET STATISTICS 500;
  ALTER TABLE parent REPLICA IDENTITY FULL;
  ALTER TABLE loop_a REPLICA IDENTITY USING INDEX loop_a_pkey;
  CREATE RULE quiet AS ON DELETE TO seen_again DO INSTEAD NOTHING;
  RESET search_path`;

/** The same names with everything otherwise, and some of each kind that are too much. */
const second = (schema: string) => `
  CREATE SCHEMA ${schema};
  SET search_path = ${schema};
  GRANT USAGE, CREATE ON SCHEMA ${schema} TO writer;
  CREATE TYPE stage AS ENUM ('lead', 'won');
  CREATE TYPE grade AS ENUM ('b', 'c', 'a');
  CREATE TYPE pair AS (x bigint, z text);
  CREATE TYPE unused AS ENUM ('x');
  CREATE DOMAIN money_amount AS numeric(12, 2) NOT NULL CONSTRAINT small CHECK (VALUE < 10);
  CREATE DOMAIN short_text AS text;
  CREATE SEQUENCE numbers;
  CREATE SEQUENCE spare;
  CREATE FUNCTION next_number() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
  CREATE FUNCTION is_fine(n int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 1';
  CREATE FUNCTION too_much(s stage) RETURNS unused LANGUAGE sql AS 'SELECT NULL::${schema}.unused';
  CREATE TABLE parent (id int PRIMARY KEY, "order" varchar(9), grade grade DEFAULT 'b', grades grade[] DEFAULT '{c}', spare int DEFAULT nextval('spare'));
  CREATE TABLE child (
    id bigserial PRIMARY KEY, parent int, stage stage, price numeric(12, 2), count bigint DEFAULT next_number() CONSTRAINT fine CHECK (is_fine(count::int)),
    twice bigint GENERATED ALWAYS AS (count * 3) STORED, name text, note short_text DEFAULT 'n', kind unused,
    made timestamptz, CONSTRAINT wrong FOREIGN KEY (parent) REFERENCES parent);
  CREATE INDEX child_name ON child (name);
  CREATE INDEX child_twice ON child (twice);
  CREATE INDEX too_much_index ON child (price);
  COMMENT ON TABLE child IS 'Otherwise';
  COMMENT ON COLUMN child.name IS 'Too much';
  CREATE TABLE gone_a (id serial PRIMARY KEY, b int);
  CREATE TABLE gone_b (id int PRIMARY KEY, a int REFERENCES gone_a);
  ALTER TABLE gone_a ADD FOREIGN KEY (b) REFERENCES gone_b;
  CREATE TABLE split (at date NOT NULL, what varchar(3)) PARTITION BY RANGE (at);
  CREATE TABLE split_2026 PARTITION OF split FOR VALUES FROM ('2026-02-01') TO ('2027-01-01');
  CREATE TABLE split_2020 PARTITION OF split FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE heir (id int NOT NULL, "order" text, grade grade, grades grade[], more int);
  CREATE TABLE quick (id bigint) WITH (fillfactor = 90);
  CREATE POLICY own ON quick USING (id = 1);
  CREATE POLICY too_much ON quick USING (id = 2);
  CREATE VIEW seen AS SELECT c.id, c.name, c.twice FROM child c;
  CREATE VIEW seen_again AS SELECT id, name FROM seen;
  CREATE VIEW too_much AS SELECT price, grade FROM child, parent;
  CREATE VIEW counted AS SELECT 1 AS n;
  GRANT SELECT ON seen, seen_again TO reader;
  GRANT SELECT ON child TO PUBLIC;
  GRANT INSERT ON child TO writer;
  CREATE FUNCTION total(stage stage, factor numeric) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT 1.0';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE STATISTICS together (ndistinct) ON stage, price FROM child;
  CREATE STATISTICS too_many ON price, count FROM child;
  ALTER TABLE child ALTER COLUMN name SET STORAGE MAIN, ALTER COLUMN count SET STATISTICS 7, ALTER COLUMN twice SET STATISTICS 8;
  ALTER TABLE parent REPLICA IDENTITY NOTHING;
  ALTER TABLE quick REPLICA IDENTITY FULL;
  CREATE TRIGGER touched BEFORE UPDATE ON child FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE TRIGGER too_much AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION touch();
  INSERT INTO parent (id, "order", grade, grades) VALUES (1, 'first', 'a', '{a,b}');
  INSERT INTO child (parent, stage, price, count, name, made) VALUES (1, 'won', 5, 7, 'kept', now());
  INSERT INTO split VALUES ('2026-05-05', 'x');
  RESET search_path`;

const setup = `CREATE ROLE reader LOGIN; CREATE ROLE writer LOGIN`;

describe.each([14, 18] as const)('compare_schemas on Postgres %i', (major) => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres({ binaries: binariesOf(major) });
    await runAs(postgres.url, setup);
  });
  afterAll(() => postgres[Symbol.asyncDispose]());

  async function compare(from: string, to: string, owners = false) {
    const { ok } = await connectTools(as(postgres.url, 'reader'));
    const answer = await ok('compare_schemas', { from, to, owners, limit: 1_000 });
    return { ...answer, differences: Differences.parse(answer.differences) };
  }
  const sqlOf = async (from: string, to: string) =>
    (await compare(from, to)).differences.map(({ sql }) => sql);

  /** Runs the statements from first to last; a failure names the one that failed. */
  const apply = async (from: string, to: string) => {
    const statements = await sqlOf(from, to);
    const failed = await runAs(postgres.url, ...statements).catch((error: Error) => error);
    expect(failed, `${failed}\n${statements.join('\n')}`).toBeInstanceOf(Array);
  };

  it('makes an empty schema like a full one', async () => {
    await runAs(postgres.url, first('whole'), 'CREATE SCHEMA empty');
    await apply('whole', 'empty');
    expect((await compare('whole', 'empty')).differences).toEqual([]);
    expect((await compare('empty', 'whole')).differences).toEqual([]);
    // Both are used the same way.
    await runAs(
      postgres.url,
      `INSERT INTO empty.parent ("order") VALUES ('first')`,
      `INSERT INTO empty.child (parent, count, name) VALUES (1, 3, 'x')`,
      `SELECT empty.total('lead')`,
    );
    expect(await runAs(postgres.url, 'SELECT twice, price, id FROM empty.child')).toEqual([[6, '0.00', 1]]);
  });

  it('makes one like the other where everything differs, and keeps the rows', async () => {
    await runAs(postgres.url, first('wanted'), second('there'));
    const before = await runAs(postgres.url, 'SELECT id, parent, stage, name FROM there.child');
    await apply('wanted', 'there');
    expect((await compare('wanted', 'there')).differences).toEqual([]);
    expect((await compare('there', 'wanted')).differences).toEqual([]);
    expect(await runAs(postgres.url, 'SELECT id::text, parent, stage, name FROM there.child')).toEqual(
      before,
    );
    expect(await runAs(postgres.url, 'SELECT grade, grades::text[] FROM there.parent')).toEqual([
      ['a', ['a', 'b']],
    ]);
    expect(await runAs(postgres.url, 'SELECT * FROM there.split_2026')).toHaveLength(1);
  });

  it('empties a full schema', async () => {
    await runAs(postgres.url, first('emptied'), 'CREATE SCHEMA nothing');
    await apply('nothing', 'emptied');
    expect((await compare('nothing', 'emptied')).differences).toEqual([]);
  });

  it('compares owners and default privileges where it is asked to', async () => {
    const things = (schema: string, owner: string) => `
      CREATE SCHEMA ${schema} AUTHORIZATION ${owner}; SET search_path = ${schema};
      CREATE TABLE things (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY); CREATE VIEW seen AS SELECT id FROM things;
      CREATE MATERIALIZED VIEW kept AS SELECT id FROM things; CREATE SEQUENCE numbers;
      CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE mood AS ENUM ('fine'); CREATE DOMAIN part AS int;
      ALTER TABLE things OWNER TO ${owner}; ALTER VIEW seen OWNER TO ${owner}; ALTER MATERIALIZED VIEW kept OWNER TO ${owner};
      ALTER SEQUENCE numbers OWNER TO ${owner}; ALTER FUNCTION one OWNER TO ${owner}; ALTER TYPE mood OWNER TO ${owner};
      RESET search_path`;
    await runAs(
      postgres.url,
      'CREATE ROLE "odd IN SCHEMA owned_a role"',
      things('owned_a', 'writer'),
      things('owned_b', 'reader'),
      'CREATE SCHEMA owned_c',
      `ALTER DEFAULT PRIVILEGES FOR ROLE "odd IN SCHEMA owned_a role" IN SCHEMA owned_a GRANT SELECT ON TABLES TO reader WITH GRANT OPTION;
       ALTER DEFAULT PRIVILEGES FOR ROLE writer IN SCHEMA owned_a GRANT EXECUTE ON FUNCTIONS TO reader;
       ALTER DEFAULT PRIVILEGES FOR ROLE writer IN SCHEMA owned_b GRANT USAGE ON SEQUENCES TO PUBLIC`,
    );
    expect((await compare('owned_a', 'owned_b')).differences).toEqual([]);
    for (const other of ['owned_b', 'owned_c']) {
      const { differences } = await compare('owned_a', other, true);
      const statements = differences.map(({ sql }) => sql);
      const failed = await runAs(postgres.url, ...statements).catch((error: Error) => error);
      expect(failed, `${failed}\n${statements.join('\n')}`).toBeInstanceOf(Array);
      expect((await compare('owned_a', other, true)).differences).toEqual([]);
      expect((await compare(other, 'owned_a', true)).differences).toEqual([]);
      expect(
        await runAs(
          postgres.url,
          `SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = '${other}'::regnamespace`,
        ),
      ).toEqual([['writer']]);
    }
  });

  it('sees one moment of the catalog, whatever changes while it reads', async () => {
    await runAs(
      postgres.url,
      'CREATE SCHEMA still; CREATE SCHEMA moving; CREATE TABLE moving.there (id int); CREATE TABLE still.there (id int)',
    );
    const other = new pg.Client(postgres.url);
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('BEGIN');
    await other.query('LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE');
    const compared = compare('moving', 'still');
    const waits = `SELECT count(*)::int FROM pg_locks WHERE NOT granted AND relation = 'pg_policy'::regclass`;
    // By now the tables are read, and the policies are not.
    await expect.poll(() => runAs(postgres.url, waits), { timeout: 20_000 }).toEqual([[1]]);
    await other.query('CREATE POLICY late ON moving.there USING (true); COMMIT');
    expect((await compared).differences).toEqual([]);
    expect((await compare('moving', 'still')).differences).toHaveLength(1);
  });

  it('reads again where what it reads of is gone by then', async () => {
    await runAs(
      postgres.url,
      'CREATE SCHEMA going; CREATE SCHEMA stays; CREATE TABLE stays.there (id int)',
      'CREATE FUNCTION going.next() RETURNS int LANGUAGE sql RETURN 1; CREATE TABLE going.there (id int DEFAULT going.next())',
    );
    expect((await compare('going', 'stays')).differences).not.toEqual([]);
    const other = new pg.Client(postgres.url);
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('BEGIN');
    await other.query('LOCK TABLE pg_catalog.pg_enum IN ACCESS EXCLUSIVE MODE');
    const compared = compare('going', 'stays');
    const waits = `SELECT count(*)::int FROM pg_locks WHERE NOT granted AND relation = 'pg_enum'::regclass`;
    // Its moment has come; the default it will see calls a function that nobody can name any more.
    await expect.poll(() => runAs(postgres.url, waits), { timeout: 20_000 }).toEqual([[1]]);
    await other.query('DROP FUNCTION going.next() CASCADE; COMMIT');
    expect((await compared).differences).toEqual([]);
  });

  it('says what it did not compare, and what is not there', async () => {
    await runAs(
      postgres.url,
      'CREATE SCHEMA rare; CREATE AGGREGATE rare.product(int) (SFUNC = int4mul, STYPE = int); CREATE SCHEMA plain',
    );
    expect(await compare('rare', 'plain')).toEqual({ differences: [], notCompared: ['1 aggregates'] });
    const { refused } = await connectTools(as(postgres.url, 'reader'));
    expect(await refused('compare_schemas', { from: 'plain', to: 'plane' })).toContain('"plane"');
  });
});
