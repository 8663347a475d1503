import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const ddl = { argv: ['--mode', 'ddl', '--yes'] };
const there = async (name: string) =>
  (await runAs(inject('adminUrl'), `SELECT to_regclass('sales.${name}') IS NOT NULL`))[0]?.[0];

describe('migrate', () => {
  it('is a dry run with warnings and locks', async () => {
    const { ok } = await connectTools(inject('writerUrl'), ddl);
    const statements = [
      'CREATE TABLE sales.draft (id int PRIMARY KEY)',
      'CREATE INDEX ON sales.draft (id)',
      'ALTER TABLE sales.draft ADD COLUMN b text NOT NULL',
      'ALTER TABLE sales.draft ALTER COLUMN id TYPE bigint',
    ];
    const answer = await ok('migrate', { statements });
    expect(answer).toMatchObject({
      committed: false,
      statements: [
        { done: 'CREATE TABLE', warnings: [] },
        { warnings: [expect.stringContaining('CONCURRENTLY')] },
        { warnings: [expect.stringContaining('NOT NULL without a default')] },
        { warnings: [expect.stringContaining('rewrite')] },
      ],
      locks: expect.arrayContaining(['AccessExclusiveLock on sales.draft']),
    });
    expect(await there('draft')).toBe(false);
  });

  it('changes all or nothing', async () => {
    const { ok, refused } = await connectTools(inject('writerUrl'), ddl);
    const create = 'CREATE TABLE sales.made (id int)';
    await refused('migrate', {
      statements: [create, 'ALTER TABLE sales.none ADD COLUMN a int'],
      dryRun: false,
    });
    expect(await there('made')).toBe(false);
    expect(await ok('migrate', { statements: [create], dryRun: false })).toMatchObject({ committed: true });
    expect(await there('made')).toBe(true);
    await ok('migrate', { statements: ['DROP TABLE sales.made'], dryRun: false });
    expect(await there('made')).toBe(false);
  });

  it.each([
    'CREATE DATABASE other',
    'CREATE ROLE other',
    'ALTER SYSTEM SET fsync = off',
    'CREATE INDEX CONCURRENTLY ON sales.customers (city)',
    "COPY sales.customers TO PROGRAM 'cat'",
    'DO $$ BEGIN END $$',
    'SELECT 1',
    'VACUUM',
    'COMMIT',
    'SET ROLE postgres',
    'CREATE EXTENSION dblink',
  ])('refuses %s', async (statement) => {
    const { refused } = await connectTools(inject('writerUrl'), ddl);
    expect(await refused('migrate', { statements: [statement], dryRun: false })).toMatch(
      /forbidden|unsupported/,
    );
  });
});

describe('migrate, where schemas are closed', () => {
  let url = '';
  beforeAll(async () => {
    url = await createDatabase(inject('adminUrl'), 'half_closed');
    await runAs(
      url,
      `CREATE TYPE private.kind AS ENUM ('a'); CREATE SEQUENCE private.numbers;
       CREATE FUNCTION private.f() RETURNS int LANGUAGE sql RETURN 1;
       CREATE VIEW private.shown AS SELECT name, city FROM sales.customers;
       CREATE TABLE private.notes (customer int REFERENCES sales.customers (id));
       CREATE DOMAIN sales.amount AS int; CREATE OPERATOR private.@@@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = int4pl)`,
    );
  });

  const statements = [
    'DROP TABLE private.salaries',
    'DROP FUNCTION private.f()',
    'DROP TYPE private.kind',
    'DROP OPERATOR private.@@@ (int, int)',
    'DROP SCHEMA private CASCADE',
    'DROP TABLE sales.customers CASCADE',
    'DROP SCHEMA sales CASCADE',
    'ALTER TABLE sales.customers DROP COLUMN city CASCADE',
    'GRANT SELECT ON private.salaries TO writer',
    'GRANT SELECT (who) ON private.salaries TO writer',
    'GRANT USAGE ON SCHEMA private TO writer',
    'GRANT SELECT ON ALL TABLES IN SCHEMA private TO writer',
    'GRANT EXECUTE ON FUNCTION private.f() TO writer',
    'REVOKE SELECT ON private.salaries FROM reader',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA private GRANT SELECT ON TABLES TO writer',
    "COMMENT ON TABLE private.salaries IS 'x'",
    "COMMENT ON COLUMN private.salaries.who IS 'x'",
    "COMMENT ON FUNCTION private.f() IS 'x'",
    "COMMENT ON SCHEMA private IS 'x'",
    "ALTER TYPE private.kind ADD VALUE 'b'",
    'ALTER FUNCTION private.f() VOLATILE',
    'ALTER SEQUENCE private.numbers INCREMENT 2',
    'ALTER FUNCTION private.f() SET SCHEMA sales',
    'ALTER TABLE sales.tenants SET SCHEMA private',
    'ALTER SCHEMA sales RENAME TO other',
    'CREATE SCHEMA other',
    'CREATE TABLE private.made (id int)',
    "CREATE FUNCTION private.g() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'CREATE TYPE private.made AS (a int)',
    'TRUNCATE sales.customers CASCADE',
  ];

  it.each(statements)('refuses %s', async (statement) => {
    const { refused } = await connectTools(url, { argv: [...ddl.argv, '--schemas', 'sales'] });
    expect(await refused('migrate', { statements: [statement] })).toMatch(/^forbidden: .*does not open/);
  });

  it('changes what is open, closed or not the rest', async () => {
    const { ok } = await connectTools(url, { argv: [...ddl.argv, '--schemas', 'sales'] });
    const statements = [
      'CREATE TABLE sales.wide (id int PRIMARY KEY, long text, a sales.amount)',
      'CREATE INDEX ON sales.wide (long)',
      'ALTER TABLE sales.wide ADD CONSTRAINT positive CHECK (id > 0)',
      "COMMENT ON TABLE sales.wide IS 'x'",
      'GRANT SELECT ON sales.wide TO writer',
      'ALTER TABLE sales.customers ADD COLUMN more text',
      'DROP VIEW sales.won',
      "CREATE FUNCTION sales.made() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO writer',
      'TRUNCATE sales.events',
    ];
    expect(await ok('migrate', { statements })).toHaveProperty('committed', false);
  });

  it('refuses what the operator denies alone, and changes all else', async () => {
    const { ok, refused } = await connectTools(url, { argv: [...ddl.argv, '--deny-schemas', 'private'] });
    expect(await ok('migrate', { statements: ['CREATE SCHEMA other'] })).toHaveProperty('committed', false);
    const dropped = await refused('migrate', {
      statements: ['CREATE SCHEMA other', 'DROP TYPE private.kind'],
    });
    expect(dropped).toContain('does not open: DROP TYPE private.kind');
  });
});
